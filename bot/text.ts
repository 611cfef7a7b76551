import type { Limits, OutboundMessage } from './message.ts'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The length that a person sees: a flag or a vowelled letter is one. */
export const lengthOf = (text: string): number => {
  // Plain ASCII, the usual case, needs no segmenter.
  if (/^[\x20-\x7e\n]*$/.test(text)) return text.length
  let count = 0
  for (const _ of graphemes.segment(text)) count += 1
  return count
}

/** No more than so many graphemes. A letter is one UTF-16 unit at least, so that most texts need not be taken apart. */
const isWithin = (text: string, max: number): boolean => text.length <= max || lengthOf(text) <= max

/** The first `max` graphemes. */
export const take = (text: string, max: number): string => {
  if (text.length <= max) return text
  let out = ''
  let count = 0
  for (const { segment } of graphemes.segment(text)) {
    if (count === max) break
    out += segment
    count += 1
  }
  return out
}

/** At most `max` graphemes, with an ellipsis where something was cut. */
export const shorten = (text: string, max: number): string =>
  isWithin(text, max) ? text : `${take(text, max - 1).trimEnd()}…`

/** Where a text is best cut, best first: between paragraphs, lines, sentences, words. */
const SEAMS = [/\n\n+/g, /\n/g, /[.!?…؟۔。]["»”)]*\s+/g, /\s+/g]

const cutAt = (head: string): number => {
  for (const seam of SEAMS) {
    let best = -1
    for (const match of head.matchAll(seam)) best = match.index + match[0].length
    // A cut in the first half would make many small messages.
    if (best > head.length / 2) return best
  }
  return head.length
}

/** The beginning of a text: at most `max` graphemes, and at most so many UTF-16 units, but one letter at least. */
const headOf = (text: string, max: number, units: number): string => {
  let head = take(text, max)
  for (let room = max; head.length > units && room > 1; ) {
    room = Math.max(1, Math.floor((room * units) / head.length))
    head = take(text, room)
  }
  return head
}

/**
 * A text in parts of at most `max` graphemes (and `units` UTF-16 units), cut between paragraphs, lines, sentences or words,
 * never inside a letter.
 */
export const splitText = (text: string, max: number, units = Number.POSITIVE_INFINITY): readonly string[] => {
  const parts: string[] = []
  let rest = text.trim()
  while (!isWithin(rest, max) || rest.length > units) {
    const head = headOf(rest, max, units)
    if (head === rest) break
    const at = cutAt(head)
    parts.push(rest.slice(0, at).trimEnd())
    rest = rest.slice(at).trimStart()
  }
  if (rest !== '' || parts.length === 0) parts.push(rest)
  return parts
}

/** A message as the channel can carry it: the choices stay with the last part. */
export const splitMessage = (message: OutboundMessage, limits: Limits): readonly OutboundMessage[] => {
  const room = message.choices.length > limits.maxButtons ? choiceRoom(message) : 0
  const parts = splitText(message.text, Math.max(200, limits.maxText - room), limits.maxUnits && limits.maxUnits - room)
  return parts.map((text, index) => ({ ...message, text, choices: index === parts.length - 1 ? message.choices : [] }))
}

const choiceRoom = (message: OutboundMessage): number =>
  message.choices.reduce((sum, choice) => sum + lengthOf(choice.label) + 5, 2)

/** The choices as numbered lines below the text, for channels and lists that have no buttons. */
export const withNumbers = (message: OutboundMessage): string =>
  message.choices.length === 0
    ? message.text
    : `${message.text}\n\n${message.choices.map((choice, index) => `${index + 1}. ${choice.label}`).join('\n')}`

/**
 * Control characters and invisible marks that have no place in words, removed; ends trimmed; NFC. Direction marks of
 * right-to-left scripts and the joiners of emoji stay.
 */
export const clean = (text: string): string =>
  text
    .replace(/(?![\t\n\r])\p{Cc}|\u200b|\u2060|\ufeff/gu, '')
    .normalize('NFC')
    .trim()

/** At most so many UTF-16 units, without cutting through a letter. */
export const takeUnits = (text: string, units: number): string => {
  if (text.length <= units) return text
  let low = 0
  let high = units
  // A grapheme has at least one unit, so the number of graphemes that fit is found by halving.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (take(text, middle).length <= units) low = middle
    else high = middle - 1
  }
  return take(text, low)
}

/**
 * The text of a message with its choices as numbers, in at most so many UTF-16 units. Where it is too long the words give way,
 * not the choices.
 */
export const withinUnits = (
  message: OutboundMessage,
  units: number,
): { readonly text: string; readonly cut: boolean } => {
  const whole = (text: string): string => withNumbers({ ...message, text })
  if (whole(message.text).length <= units) return { text: whole(message.text), cut: false }
  const room = Math.max(1, units - whole('').length)
  return { text: takeUnits(whole(`${takeUnits(message.text, room - 1)}…`), units), cut: true }
}
