/** Most messages are of a few thousand words, which come again. */
const MOST = 4_000

/** Makes something for a word, and keeps it for the first `most` words. */
export const remember = <Value, Word = string>(make: (word: Word) => Value, most = MOST): ((word: Word) => Value) => {
  const kept = new Map<Word, Value>()
  return (word) => {
    const known = kept.get(word)
    if (known !== undefined) return known
    const made = make(word)
    if (kept.size < most) kept.set(word, made)
    return made
  }
}
