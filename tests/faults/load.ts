import { DatabaseSync } from 'node:sqlite'
import { LANGS } from '../../locales/languages.ts'
import { translator } from '../../locales/translate.ts'

/* What is asked under load, and how what came back is judged; kills.ts does the asking. */

/** What people ask, in an order of their own each; every answer can be told from every other. */
const QUESTIONS = [
  'quanto custa a autorização de residência',
  'what is the minimum wage',
  'où est l’unité d’immigration à sal',
  'privacidade',
  'menu',
  'language',
  'how do I enrol my child in school',
  'o meu caso',
  '😭😭',
  'blablabla xpto qwerty',
] as const

export const script = (person: number): readonly string[] =>
  QUESTIONS.map((_, n) => QUESTIONS[(n * 3 + person) % QUESTIONS.length] ?? '')

const notices: readonly string[] = LANGS.map((lang) => translator(lang)('delivery.unknown'))

export type Tally = { readonly answered: number; readonly missing: number; readonly notices: number }

/**
 * Each reply once and in order; where one is missing, the person was told that it may be. The line that tells it is not repeated
 * for itself: where it may be lost too, `unknown` says how many messages to that person are known to be of unknown fate, and no
 * more than those may be missing.
 */
export const check = (
  person: number,
  got: readonly string[],
  expected: readonly string[],
  unknown: number | null = null,
): Tally => {
  const told = got.filter((text) => notices.includes(text)).length
  const replies = got.filter((text) => !notices.includes(text))
  let at = 0
  let missing = 0
  for (const text of replies) {
    const found = expected.indexOf(text, at)
    if (found < 0)
      throw new Error(
        `person ${person} got a reply twice, out of order, or one that nobody expected: ${text.slice(0, 60)}`,
      )
    missing += found - at
    at = found + 1
  }
  missing += expected.length - at
  const known = unknown ?? told
  if (missing > known) throw new Error(`person ${person} misses ${missing} replies, of which ${known} are known`)
  return { answered: replies.length, missing, notices: told }
}

/** The sum over all people of what `of` judges. */
export const tally = async (people: number, of: (person: number) => Promise<Tally>): Promise<Tally> => {
  const all = { answered: 0, missing: 0, notices: 0 }
  for (let person = 1; person <= people; person += 1) {
    const one = await of(person)
    all.answered += one.answered
    all.missing += one.missing
    all.notices += one.notices
  }
  return all
}

/** How many messages to each conversation are recorded as of unknown fate, as staff would see them. */
export const unknownIn = (file: string): ReadonlyMap<string, number> => {
  const records = new DatabaseSync(file, { readOnly: true })
  const rows = records
    .prepare("select conversation, count(*) as n from outbox where state = 'unknown' group by 1")
    .all()
  records.close()
  return new Map(rows.map(({ conversation, n }) => [String(conversation), Number(n)]))
}
