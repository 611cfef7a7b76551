import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderMessage, WHATSAPP_WEB_LIMITS } from '../../adapters/whatsapp-web/render.ts'
import { choiceId, fileId } from '../../bot/ids.ts'
import type { Choice, OutboundMessage } from '../../bot/message.ts'
import { splitMessage } from '../../bot/text.ts'
import { asShown } from '../support/whatsapp-web-server.ts'

const CHAT = '2385551111@c.us'
const choices = (...labels: readonly string[]): readonly Choice[] =>
  labels.map((label, index) => ({ id: choiceId(`c${index + 1}`), label }))
const textOf = (message: OutboundMessage): string => String(renderMessage(message, CHAT).call.payload.text)

describe('rendering for WhatsApp Web', () => {
  it('is one plain text to one chat, and says that buttons became numbers', () => {
    expect(renderMessage({ text: 'Que ilha?', choices: choices('Sal', 'Boa Vista') }, CHAT)).toEqual({
      call: { method: 'send', payload: { chat: CHAT, text: 'Que ilha?\n\n1. Sal\n2. Boa Vista' } },
      losses: [{ what: 'buttons-as-numbers' }],
    })
    expect(renderMessage({ text: 'olá', choices: [] }, CHAT).losses).toEqual([])
  })

  it('leaves links as they are, and everything else is read as it was written', () => {
    const written = [
      'https://example.org/a_b_c?x=*y*&z=~1~',
      '*bold* _italic_ ~struck~ ```code``` `tick`',
      '* a list\n* of stars',
      'snake_case_name 2*3*4 a~b~c',
      '(*x*) "_y_" **z**',
    ]
    for (const text of written) expect(asShown(textOf({ text, choices: [] }))).toBe(text)
  })

  it('shows any text as it was written', () => {
    const words = fc.array(fc.constantFrom('*', '_', '~', '`', '```', 'a', 'olá', ' ', '\n', '(', '.'), {
      minLength: 1,
    })
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join('')
        expect(asShown(textOf({ text, choices: [] }))).toBe(text)
      }),
    )
  })

  it('keeps a long text whole, in parts, the choices below the last', () => {
    const text = 'palavra '.repeat(1_500).trim()
    const parts = splitMessage({ text, choices: choices('Sim', 'Não') }, WHATSAPP_WEB_LIMITS)
    const shown = parts.map((part) => textOf(part))
    expect(shown.length).toBeGreaterThan(1)
    expect(shown.join(' ').replace(/\s+/g, ' ')).toBe(`${text} 1. Sim 2. Não`)
    expect(shown.slice(0, -1).join('')).not.toContain('1. Sim')
  })

  it.each([
    ['a voice note', 'voice', 'audio/ogg', 'voice'],
    ['other sound', 'voice', 'audio/mpeg', 'sound'],
    ['a picture', 'image', 'image/png', 'image'],
    ['a document', 'file', 'application/pdf', 'document'],
  ] as const)('is a file without its bytes: %s', (_name, what, mime, as) => {
    const attachment = { kind: 'file', file: fileId('file-1'), what, mime, size: 9, name: 'um nome' } as const
    expect(renderMessage({ text: '', choices: [], attachment }, CHAT)).toEqual({
      call: { method: 'send-file', payload: { chat: CHAT, as, mime, filename: 'um nome' } },
      losses: [],
    })
  })

  it('is a place', () => {
    const attachment = { kind: 'location', lat: 16.755, lon: -22.945 } as const
    expect(renderMessage({ text: '', choices: [], attachment }, CHAT)).toEqual({
      call: { method: 'send-place', payload: { chat: CHAT, lat: 16.755, lon: -22.945 } },
      losses: [],
    })
  })
})
