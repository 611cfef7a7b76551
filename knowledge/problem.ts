/** Something wrong in the folder, in words that somebody who does not program understands. */
export type Problem = { readonly file: string; readonly line: number; readonly message: string }

/** `residence/residence-fees/pt.md:12: the text is 640 characters long ...` */
export const inWords = (problem: Problem): string => `${problem.file}:${problem.line}: ${problem.message}`
