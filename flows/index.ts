import type { Flows } from '../bot/flow.ts'
import { erase } from './erase.ts'
import { handoff } from './handoff.ts'
import { papers } from './papers.ts'

/** Every flow, by id. */
export const flows: Flows = { handoff, erase, papers }
