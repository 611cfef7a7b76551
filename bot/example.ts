/*
 * An example question of an entry: what the bot learns from. Only a person adds one, in the words that people use.
 */

/** People tell whole stories around a question; a longer one teaches hardly a word of the entry. In UTF-16 units. */
export const MOST_EXAMPLE = 600

/** What stands for a name or a number that was taken out: see understanding/mask.ts. */
const MASKED = /[…#]/

export const EXAMPLE_FAULTS = ['empty', 'masked', 'too-long'] as const
export type ExampleFault = (typeof EXAMPLE_FAULTS)[number]

/** One line, as the file of an entry holds it. */
export const exampleOf = (words: string): string => words.replace(/[\s\p{Cc}]+/gu, ' ').trim()

/** Why these words, in one line, cannot be an example; null: nothing in themselves is against them. */
export const exampleFault = (words: string): ExampleFault | null => {
  if (!/\p{L}/u.test(words)) return 'empty'
  if (MASKED.test(words)) return 'masked'
  return words.length > MOST_EXAMPLE ? 'too-long' : null
}
