import { z } from 'zod'
import { LANGS } from '../../locales/languages.ts'

/** The language of a message, as `OutboundMessage` has it. Lines and calls of an older release have none. */
export const language = z.object({ lang: z.enum(LANGS), by: z.enum(['detected', 'chosen']) })
