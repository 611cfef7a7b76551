/** Most messages are of a few thousand words, which come again. */
const MOST = 4_000

/** Makes something for a word, and keeps it for the first `most` words. */
export const remember = <Value>(make: (word: string) => Value, most = MOST): ((word: string) => Value) => {
  const kept = new Map<string, Value>()
  return (word) => {
    const known = kept.get(word)
    if (known !== undefined) return known
    const made = make(word)
    if (kept.size < most) kept.set(word, made)
    return made
  }
}
