import { fold, wordsOf } from '../understanding/normalise.ts'

/** Words that follow one another directly. A last `*` means "begins with". */
export type Run = { readonly words: readonly string[]; readonly stem: boolean }
/** One place of a phrase; each of its runs fills it. */
export type Slot = { readonly key: string; readonly runs: readonly Run[] }
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
 * Reads a phrase as the tables write it: `word word` in this order with up to two words between, `a|b` either,
 * `stem*` begins with, `two_words` directly together, `...` up to seven words between, `@name` any word of a group.
 */
export const parsePhrase = (text: string, groups: Readonly<Record<string, readonly string[]>>): Phrase => {
  const slots: Slot[] = []
  const gaps: number[] = []
  let wide = false
  for (const token of text.trim().split(/\s+/)) {
    if (token === '...') {
      wide = true
      continue
    }
    const runs = alternatives(token, groups)
      .map(run)
      .filter((each) => each.words.length > 0)
    slots.push({ key: runs.map((each) => each.words.join(' ') + (each.stem ? '*' : '')).join('|'), runs })
    gaps.push(wide ? WIDE : GAP)
    wide = false
  }
  return { slots, gaps }
}

/** The groups that a phrase names and that do not exist. */
export const unknownGroups = (text: string, groups: Readonly<Record<string, readonly string[]>>): readonly string[] =>
  [...text.matchAll(/@([^\s|]+)/g)].map((match) => match[1] ?? '').filter((name) => !groups[name])
