import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { choiceId } from '../../bot/ids.ts'
import { clean, lengthOf, shorten, splitMessage, splitText, withNumbers } from '../../bot/text.ts'

describe('lengths are those that a person sees', () => {
  test.each([
    ['abc', 3],
    ['🇨🇻', 1],
    ['👨‍👩‍👧‍👦', 1],
    ['مَرْحَبًا', 5],
  ])('%s', (text, length) => expect(lengthOf(text)).toBe(length))

  test('shortening never cuts inside a letter', () => expect(shorten('👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 2)).toBe('👨‍👩‍👧‍👦…'))
})

describe('splitting', () => {
  test('cuts between sentences', () =>
    expect(splitText('Um. Dois e mais. Tres quatro cinco.', 20)).toEqual(['Um. Dois e mais.', 'Tres quatro cinco.']))

  test('loses no letter and keeps the limit, whatever the script', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.integer({ min: 20, max: 60 }), (text, max) => {
        const parts = splitText(text, max)
        const bare = (value: string): string => value.replace(/\s/g, '')
        return parts.every((part) => lengthOf(part) <= max) && bare(parts.join('')) === bare(text)
      }),
    )
  })

  test('keeps a limit in UTF-16 units as well', () => {
    const parts = splitText('👨‍👩‍👧‍👦'.repeat(100), 90, 200)
    expect(parts.every((part) => part.length <= 200)).toBe(true)
    expect(parts.join('')).toBe('👨‍👩‍👧‍👦'.repeat(100))
  })

  test('the choices stay with the last part', () => {
    const choices = [{ id: choiceId('a'), label: 'A' }]
    const parts = splitMessage(
      { text: 'x '.repeat(400), choices },
      { maxText: 300, maxButtons: 3, maxButtonLabel: 20, replyWindow: null },
    )
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.map((part) => part.choices.length)).toEqual([...parts.slice(1).map(() => 0), 1])
  })

  test('numbered choices fit into the limit as well', () => {
    const choices = Array.from({ length: 12 }, (_, n) => ({
      id: choiceId(`${n}`),
      label: `A choice of some length ${n}`,
    }))
    const limits = { maxText: 1000, maxButtons: 3, maxButtonLabel: 20, replyWindow: null }
    for (const part of splitMessage({ text: 'word '.repeat(500), choices }, limits)) {
      expect(lengthOf(withNumbers(part))).toBeLessThanOrEqual(limits.maxText)
    }
  })
})

describe('cleaning', () => {
  test('takes control characters out and leaves words, emoji and direction marks', () =>
    expect(clean('\u0000 o\u0007lá\u200b 👨‍👩‍👧 \u200fשלום\ufeff ')).toBe('olá 👨‍👩‍👧 \u200fשלום'))
})
