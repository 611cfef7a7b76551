import { clean } from '../../bot/text.ts'

/** Marks that turn the direction of what follows: in a name they could make it read as another one. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A display name in one line, without control characters and turning marks. May come out empty. */
export const cleanName = (name: string): string => clean(name.replace(TURNING, '').replace(/\s+/g, ' '))
