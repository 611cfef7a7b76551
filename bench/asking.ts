import type { Understanding } from '../bot/ports/knowledge.ts'
import type { Asked, Matcher } from './rivals.ts'

/** For each question where the right entry stands, from 0; -1 where it is not found; and how many milliseconds it took. */
export type Found = { readonly asked: Asked; readonly at: number; readonly took: number }

/** Asks one question after another. */
export const askAll = async (matcher: Matcher, questions: readonly Asked[]): Promise<readonly Found[]> => {
  const found: Found[] = []
  for (const asked of questions) {
    const start = performance.now()
    const entries = await matcher(asked.text, asked.lang)
    found.push({ asked, at: entries.indexOf(asked.entry), took: performance.now() - start })
  }
  return found
}

/** How many have the right entry among the first `most`. */
export const hits = (found: readonly Found[], most: number): number =>
  found.filter(({ at }) => at >= 0 && at < most).length

/** The first and each so many-th question after it. */
export const everySo = (questions: readonly Asked[], every: number): readonly Asked[] =>
  questions.filter((_, at) => at % every === 0)

/** Makes something, and says how many seconds it took. */
export const timed = async <Made>(make: () => Made | Promise<Made>): Promise<{ made: Made; seconds: number }> => {
  const start = performance.now()
  const made = await make()
  return { made, seconds: (performance.now() - start) / 1000 }
}

/** Our understanding as a matcher, in a talk whose language the person has chosen. */
export const toldLanguage =
  (understanding: Understanding): Matcher =>
  (text, lang) =>
    understanding.understand(text, { lang, chosen: true, topic: null }).candidates.map((each) => each.entry)
