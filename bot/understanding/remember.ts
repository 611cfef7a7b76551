/** Makes something for a text, and keeps it for the first `most` texts: most words come again. */
export const remember = <Value>(most: number, make: (text: string) => Value): ((text: string) => Value) => {
  const kept = new Map<string, Value>()
  return (text) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    const made = make(text)
    if (kept.size < most) kept.set(text, made)
    return made
  }
}
