import { fold, wordsOf } from '../understanding/normalise.ts'

/** Words that follow one another directly. A last `*` means "begins with". */
export type Run = { readonly words: readonly string[]; readonly stem: boolean }
/** One place of a phrase, with a number from 0 on: what is written alike has the same. Each of its runs fills it. */
export type Slot = { readonly number: number; readonly runs: readonly Run[] }
/** Places in order; `gaps[i]` words may stand before the place i. */
export type Phrase = { readonly slots: readonly Slot[]; readonly gaps: readonly number[] }

/** Words between two places of a phrase, where nothing else is said. */
const GAP = 2
/** The same after `...`. */
const WIDE = 7

const run = (text: string): Run => {
  const stem = text.endsWith('*')
  return { words: wordsOf(fold(text.replace(/[*_]/g, ' '))), stem }
}

const alternatives = (token: string, groups: Readonly<Record<string, readonly string[]>>): readonly string[] =>
  token.split('|').flatMap((part) => {
    if (!part.startsWith('@')) return [part]
    const group = groups[part.slice(1)]
    if (!group) throw new Error(`no group ${part}`)
    return group
  })

/**
 * Reads phrases as the tables write them: `word word` in this order with up to two words between, `a|b` either,
 * `stem*` begins with, `two_words` directly together, `...` up to seven words between, `@name` any word of a group.
 * Thousands of phrases have the same groups, so what is written alike is read once.
 */
export const createPhrases = (groups: Readonly<Record<string, readonly string[]>>): ((text: string) => Phrase) => {
  const read = new Map<string, Slot>()
  const slotOf = (token: string): Slot => {
    const known = read.get(token)
    if (known) return known
    const runs = alternatives(token, groups)
      .map(run)
      .filter((each) => each.words.length > 0)
    const slot = { number: read.size, runs }
    read.set(token, slot)
    return slot
  }
  return (text) => {
    const slots: Slot[] = []
    const gaps: number[] = []
    let wide = false
    for (const token of text.trim().split(/\s+/)) {
      if (token === '...') {
        wide = true
        continue
      }
      slots.push(slotOf(token))
      gaps.push(wide ? WIDE : GAP)
      wide = false
    }
    return { slots, gaps }
  }
}

/** The groups that a phrase names and that do not exist. */
export const unknownGroups = (text: string, groups: Readonly<Record<string, readonly string[]>>): readonly string[] =>
  [...text.matchAll(/@([^\s|]+)/g)].map((match) => match[1] ?? '').filter((name) => !groups[name])
