import Fuse from 'fuse.js'
import type { Choice } from '../message.ts'
import { fold } from './fold.ts'

/** Decimal digits of any script as ASCII, keycaps and full-width forms included. */
const asciiDigits = (text: string): string =>
  text
    .replace(/[\ufe0f\u20e3]/g, '')
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, (digit) => {
      // Each script's ten digits stand in a row that begins at a multiple of ten from its zero.
      const code = digit.codePointAt(0) ?? 0
      let zero = code
      while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero -= 1
      return String(code - zero)
    })

/**
 * The choice that a person took by typing instead of pressing: its number, its label, the beginning of one label only, or
 * a label with a typing error. "I have 2 dogs" takes nothing.
 */
export const matchReply = (offered: readonly Choice[], text: string): Choice | null => {
  if (offered.length === 0) return null
  const number = /^\W*(\d{1,2})\W*$/.exec(asciiDigits(text))
  if (number) return offered[Number(number[1]) - 1] ?? null
  const wanted = fold(text)
  if (wanted === '') return null
  const labels = offered.map((choice) => ({ choice, label: fold(choice.label) }))
  const exact = labels.find((one) => one.label === wanted)
  if (exact) return exact.choice
  const begun = labels.filter((one) => wanted.length >= 3 && one.label.startsWith(wanted))
  if (begun.length === 1) return begun[0]?.choice ?? null
  // A typing error: only in a word about as long as the label, or a question that contains it would count too.
  const alike = labels.filter((one) => wanted.length >= 5 && Math.abs(one.label.length - wanted.length) <= 2)
  if (alike.length === 0) return null
  const near = new Fuse(alike, { keys: ['label'], threshold: 0.25 }).search(wanted)
  return near.length === 1 ? (near[0]?.item.choice ?? null) : null
}
