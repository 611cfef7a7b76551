import type { Line } from '../session.ts'
import { commandOf } from './commands.ts'

/** Longer than a greeting: something that staff can work with. */
const A_STORY = 12
const A_MEDIUM = /^\[(voice|image|file|location)\]/

/** What a person said in own words or sent as voice or photo: no command, and no choice that was pressed (kept in brackets). */
export const isStory = ({ by, text }: Line): boolean =>
  by === 'person' &&
  (A_MEDIUM.test(text) || (text.length >= A_STORY && !text.startsWith('[') && commandOf(text) === null))

/** The lines up to the last that says what it is about; the questions of the hand-off itself tell staff nothing. */
export const upToStory = (lines: readonly Line[]): readonly Line[] => {
  const last = lines.findLastIndex(isStory)
  return last < 0 ? lines : lines.slice(0, last + 1)
}
