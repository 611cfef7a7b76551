import type { Twins } from './duplicates.ts'

/** Something wrong in the folder, in words that somebody who does not program understands. */
export type Problem = {
  readonly file: string
  readonly line: number
  readonly message: string
  /** Where the problem is two questions that are nearly the same. */
  readonly twins?: Twins
}

/** `residence/residence-fees/pt.md:12: the text is 640 characters long ...` */
export const inWords = (problem: Problem): string => `${problem.file}:${problem.line}: ${problem.message}`
