import type { Ids } from '../ports/clock.ts'

/** Without 0 and O, 1 and I, and without vowels, so that no word comes about. */
const ALPHABET = '23456789BCDFGHJKLMNPQRSTVWXZ'

/** The code that a text is, however it was typed; null where it is something else. */
export const codeIn = (text: string): string | null => {
  const [, first, second] = /^([0-9A-Z]{4})[-\s]?([0-9A-Z]{4})$/.exec(text.trim().toUpperCase()) ?? []
  return first !== undefined && second !== undefined ? `${first}-${second}` : null
}

/** A case code such as `K7Q2-M9XD`: 28^8 possibilities (38 bits), so that guessing finds none. */
export const newCode = (ids: Ids): string => {
  const letters = Array.from({ length: 8 }, () => ALPHABET[ids.random(ALPHABET.length)])
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`
}
