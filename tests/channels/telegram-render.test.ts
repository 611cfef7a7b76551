import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderMessage, TELEGRAM_LIMITS } from '../../adapters/telegram/render.ts'
import { sendMessage } from '../../adapters/telegram/schema.ts'
import { choiceId } from '../../bot/ids.ts'
import type { Choice, OutboundMessage } from '../../bot/message.ts'
import { lengthOf, splitMessage } from '../../bot/text.ts'

const choices = (...labels: readonly string[]): readonly Choice[] =>
  labels.map((label, index) => ({ id: choiceId(`c${index + 1}`), label }))

const render = (message: OutboundMessage) => {
  const { call, losses } = renderMessage(message, '777')
  const payload = sendMessage.parse(call.payload)
  const rows = (payload.reply_markup?.inline_keyboard ?? []).map((row) => row.map(({ text }) => text))
  return { payload, rows, losses: losses.map(({ what }) => what) }
}

describe('rendering for Telegram', () => {
  it('is plain text to one chat, without a preview of links', () => {
    expect(renderMessage({ text: '<b>*olá*</b> https://example.org', choices: [] }, '777').call).toEqual({
      method: 'sendMessage',
      payload: {
        chat_id: 777,
        text: '<b>*olá*</b> https://example.org',
        link_preview_options: { is_disabled: true },
      },
    })
  })

  it('puts two short labels beside each other and a long one alone', () => {
    const { rows, losses } = render({
      text: '?',
      choices: choices('Sim', 'Não', 'Falar com uma pessoa da unidade', 'Mais', 'Menu', 'Fim'),
    })
    expect(rows).toEqual([['Sim', 'Não'], ['Falar com uma pessoa da unidade'], ['Mais', 'Menu'], ['Fim']])
    expect(losses).toEqual([])
  })

  it('counts a label in letters as people see them', () => {
    const flags = '🇨🇻'.repeat(18)
    expect(render({ text: '?', choices: choices(flags, 'Não') }).rows).toEqual([[flags, 'Não']])
    expect(render({ text: '?', choices: choices(`${flags}x`, 'Não') }).rows).toEqual([[`${flags}x`], ['Não']])
  })

  it.each([
    ['more than sixteen', choices(...Array.from({ length: 17 }, (_, index) => `Ilha ${index}`))],
    ['an id of 65 bytes', [{ id: choiceId(`${'é'.repeat(32)}x`), label: 'Casa' }]],
    ['an empty id', [{ id: choiceId(''), label: 'Casa' }]],
    ['an empty label', choices('Casa', ' ')],
    ['two labels that look the same', choices('Casa', 'Casa')],
    ['two labels that look the same when cut', choices(`${'x'.repeat(60)}1`, `${'x'.repeat(60)}2`)],
  ])('offers as numbers: %s', (_name, many) => {
    const { payload, rows, losses } = render({ text: 'Qual?', choices: many })
    expect(rows).toEqual([])
    expect(losses).toEqual(['buttons-as-numbers'])
    expect(payload.text).toBe(`Qual?\n\n${many.map(({ label }, index) => `${index + 1}. ${label}`).join('\n')}`)
  })

  it('keeps an id of 64 bytes as a button', () => {
    expect(render({ text: '?', choices: [{ id: choiceId('é'.repeat(32)), label: 'Casa' }] }).rows).toEqual([['Casa']])
  })

  it('carries 3,500 letters of the four languages without loss', () => {
    const { payload, losses } = render({ text: 'não '.repeat(875).trim(), choices: choices('Menu') })
    expect(losses).toEqual([])
    expect(lengthOf(payload.text)).toBe(3_499)
  })

  it('never exceeds what Telegram takes, cuts no letter, keeps the numbers, and says what it cut', () => {
    const { payload, losses } = render({ text: '👨‍👩‍👧‍👦'.repeat(1_000), choices: choices('a', 'a') })
    expect(payload.text.length).toBeLessThanOrEqual(4_096)
    expect(payload.text).toMatch(/👨‍👩‍👧‍👦…\n\n1\. a\n2\. a$/u)
    expect(losses).toEqual(['buttons-as-numbers', 'text-shortened'])
  })

  it('is within all limits of Telegram for any message', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 5_000 }),
      fc
        .constantFrom('é', '👨‍👩‍👧‍👦', 'word ', '\n', 'a')
        .chain((one) => fc.integer({ min: 1, max: 5_000 }).map((n) => one.repeat(n))),
    )
    const choice = fc.record({
      id: fc.string({ unit: 'grapheme', maxLength: 70 }).map(choiceId),
      label: fc.string({ unit: 'grapheme', maxLength: 60 }),
    })
    fc.assert(
      fc.property(text, fc.array(choice, { maxLength: 15 }), (words, many) => {
        for (const part of splitMessage({ text: words, choices: many }, TELEGRAM_LIMITS)) {
          const { payload, rows, losses } = render(part)
          expect(payload.text.length).toBeLessThanOrEqual(4_096)
          expect(rows.flat().length).toBeLessThanOrEqual(TELEGRAM_LIMITS.maxButtons)
          for (const button of payload.reply_markup?.inline_keyboard.flat() ?? []) {
            expect(lengthOf(button.text)).toBeLessThanOrEqual(TELEGRAM_LIMITS.maxButtonLabel)
            expect(Buffer.byteLength(button.callback_data)).toBeLessThanOrEqual(64)
          }
          if (losses.length === 0) expect(payload.text).toBe(part.text)
          if (part.choices.length > 0) expect(rows.length > 0 || losses.includes('buttons-as-numbers')).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })
})
