import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseUpdate, pressed } from '../../adapters/telegram/parse.ts'
import { instant } from '../../bot/time.ts'

const RECEIVED_AT = instant(1_772_500_000_000)
const FOLDER = new URL('./fixtures/telegram/', import.meta.url)

const fixture = z.union([
  z.strictObject({ about: z.string(), update: z.unknown(), messages: z.array(z.unknown()) }),
  z.strictObject({ about: z.string(), update: z.unknown(), refused: z.literal(true) }),
])
const read = (name: string) => fixture.parse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')))
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'))

describe('parsing an update of Telegram', () => {
  it.each(names)('%s', (name) => {
    const one = read(name)
    const parsed = parseUpdate(one.update, RECEIVED_AT)
    if ('refused' in one) expect(parsed.ok).toBe(false)
    else expect(parsed).toEqual({ ok: true, value: one.messages })
  })

  it('names the fields of what it refuses, and not what stands in them', () => {
    const parsed = parseUpdate(
      { update_id: 1, message: { chat: { id: 'Maria', type: 'private' }, text: 'segredo' } },
      RECEIVED_AT,
    )
    expect(parsed.ok ? '' : parsed.error).toContain('message.chat.id')
    expect(parsed.ok ? '' : parsed.error).not.toMatch(/Maria|segredo/)
  })

  it('gives the number of a press, so that also those are answered that say nothing', () => {
    expect(pressed(read('press-game.json').update)).toBe('55')
    expect(pressed(read('group-press.json').update)).toBe('9')
    expect(pressed(read('voice.json').update)).toBe(null)
    expect(pressed(undefined)).toBe(null)
  })
})

describe('parsing anything', () => {
  const whole = (value: unknown): void => {
    const parsed = parseUpdate(value, RECEIVED_AT)
    pressed(value)
    if (!parsed.ok) {
      expect(parsed.error).not.toBe('')
      return
    }
    expect(parsed.value.length).toBeLessThanOrEqual(1)
    for (const message of parsed.value) expect(message.conversation).toMatch(/^telegram:-?\d+$/)
  }

  it('never throws on any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), whole), { numRuns: 500 })
  })

  it('never throws on an update in which any part is any JSON, and answers each message of a private chat', () => {
    const content = fc.constantFrom(
      'text',
      'photo',
      'voice',
      'audio',
      'document',
      'video',
      'location',
      'caption',
      'sticker',
    )
    const message = fc
      .tuple(fc.dictionary(content, fc.jsonValue()), fc.maxSafeInteger(), fc.nat())
      .map(([parts, id, date]) => ({ ...parts, message_id: 1, date, chat: { id, type: 'private' } }))
    fc.assert(
      fc.property(message, fc.nat(), (one, update_id) => {
        whole({ update_id, message: one })
        const parsed = parseUpdate({ update_id, message: one }, RECEIVED_AT)
        expect(parsed.ok && parsed.value.length).toBe(1)
      }),
      { numRuns: 500 },
    )
  })

  it('never throws on a press in which any part is any JSON', () => {
    const part = fc.constantFrom('id', 'from', 'message', 'data', 'chat_instance', 'game_short_name')
    fc.assert(
      fc.property(fc.dictionary(part, fc.jsonValue()), fc.nat(), (press, id) =>
        whole({ update_id: id, callback_query: press }),
      ),
      { numRuns: 500 },
    )
  })
})
