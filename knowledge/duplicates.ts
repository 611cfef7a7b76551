import { fold, wordsOf } from '../bot/understanding/normalise.ts'

export type Place = { readonly entry: string; readonly file: string; readonly line: number }
export type Asked = { readonly text: string; readonly place: Place }
/** A question, and the earlier one that is nearly the same. */
export type Twins = { readonly place: Place; readonly twin: Place }

/** Two questions with so much of their words in common are nearly the same. */
const ALIKE = 0.85
/** Short questions differ by a single word that matters: "visa price", "visa place". */
const SHORT = 5

/**
 * The questions that have an earlier one that is nearly the same, each with the place of that one. Two sets of words can
 * only be so alike if they share one of their rarest words (prefix filtering: Chaudhuri, Ganti and Kaushik 2006), so that
 * only those are looked up, and tens of thousands take no time.
 */
export const findDuplicates = (asked: readonly Asked[]): readonly Twins[] => {
  const lines = asked.map(({ text, place }) => {
    const line = wordsOf(fold(text)).join(' ')
    return { line, words: new Set(line.split(' ')), place }
  })
  const uses = new Map<string, number>()
  for (const { words } of lines) for (const word of words) uses.set(word, (uses.get(word) ?? 0) + 1)
  const rarestOf = (words: ReadonlySet<string>): readonly string[] =>
    [...words]
      .toSorted((a, b) => (uses.get(a) ?? 0) - (uses.get(b) ?? 0) || (a < b ? -1 : 1))
      .slice(0, words.size - Math.ceil(ALIKE * words.size) + 1)
  const byLine = new Map<string, Place[]>()
  const byWord = new Map<string, number[]>()
  const twins: Twins[] = []
  const remember = <Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void => {
    const known = map.get(key)
    if (known) known.push(value)
    else map.set(key, [value])
  }
  lines.forEach(({ line, words, place }, at) => {
    // The same words in one entry in two languages ("visa expired") are no mistake; in two entries they are.
    const same = byLine.get(line)?.find(({ entry, file }) => place.entry !== entry || place.file === file)
    const rarest = words.size < SHORT ? [] : rarestOf(words)
    const near = rarest
      .flatMap((word) => byWord.get(word) ?? [])
      .map((other) => lines[other])
      .find((other) => {
        if (!other || other.place.entry === place.entry) return false
        const common = [...words].filter((word) => other.words.has(word)).length
        return common / (words.size + other.words.size - common) >= ALIKE
      })
    const twin = same ?? near?.place
    if (twin) twins.push({ place, twin })
    remember(byLine, line, place)
    for (const word of rarest) remember(byWord, word, at)
  })
  return twins
}
