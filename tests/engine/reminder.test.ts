import { describe, expect, it } from 'vitest'
import { step } from '../../bot/engine/step.ts'
import type { BotEvent } from '../../bot/event.ts'
import { conversationId, messageId, reminderId, staffId, ticketId, unitId } from '../../bot/ids.ts'
import { LATEST_REMINDER, type Reminder, timeOfReminder } from '../../bot/reminder.ts'
import { newSession, type OpenCase, type Session } from '../../bot/session.ts'
import { HOUR, instant, MINUTE, momentOf, after as plus } from '../../bot/time.ts'
import { LANGS } from '../../locales/languages.ts'
import { smallWorld } from '../inbox/small-world.ts'

const NOW = instant(Date.parse('2026-03-02T11:00:00Z'))
const AT = plus(NOW, HOUR)
const ZENAIDA = { id: staffId('zenaida'), name: 'Zenaida' }
const PAULO = { id: staffId('paulo'), name: 'Paulo' }
const TICKET = ticketId('case-1')
const TEMPLATE = { name: 'hora', language: 'pt_PT', values: ['Sal'] }
const SAL = unitId('sal')

const held: OpenCase = {
  ticket: TICKET,
  code: 'CODE-1',
  unit: SAL,
  staff: ZENAIDA.id,
  staffName: 'Zenaida',
  toldAt: null,
  closedAt: null,
}
const session = (more: Partial<Session> = {}): Session => ({ ...newSession('pt', NOW), case: held, ...more })
const moment = { now: NOW, newId: () => 'new-id', newCode: () => 'CODE', reminders: [] }
const effects = (before: Session, event: BotEvent) => step(smallWorld, before, event, moment).effects
const set = (by = ZENAIDA, template: typeof TEMPLATE | null = null): BotEvent => ({
  kind: 'staff-reminds',
  by,
  at: AT,
  text: 'Venha às 10.',
  template,
})
const waiting: Reminder = {
  id: reminderId('r'),
  ticket: TICKET,
  at: AT,
  by: ZENAIDA.id,
  unit: SAL,
  text: 'Venha às 10.',
  template: null,
}
const due = (more: Partial<Reminder> = {}): BotEvent => ({ kind: 'reminder', reminder: { ...waiting, ...more } })
const said = (text: string): BotEvent => ({
  kind: 'message',
  message: {
    id: messageId('telegram', 1),
    conversation: conversationId('telegram', '1'),
    sentAt: NOW,
    from: null,
    locale: null,
    body: { kind: 'text', text },
  },
})
const drops = (before: Session, event: BotEvent) =>
  effects(before, event).filter((effect) => effect.kind === 'drop-reminders')

describe('a reminder that is set', () => {
  it('waits, in the name of the unit, and is a line of the case; the person is told nothing yet', () => {
    expect(effects(session(), set(ZENAIDA, TEMPLATE))).toEqual([
      { kind: 'remind', reminder: { ...waiting, id: 'new-id', template: TEMPLATE } },
      {
        kind: 'ticket',
        ticket: TICKET,
        change: { kind: 'reminder-set', by: ZENAIDA.id, at: AT, text: 'Venha às 10.' },
      },
    ])
  })

  it.each([
    ['is of somebody who does not hold the case', session(), set(PAULO)],
    ['is for a case that is closed', session({ case: { ...held, closedAt: NOW } }), set()],
    ['is for a person without a case', session({ case: null }), set()],
    ['is for a person who said stop', session({ stopped: true }), set()],
  ])('has no effect where it %s', (_, before, event) => {
    expect(effects(before, event)).toEqual([])
  })

  it('is for a time from five minutes to 180 days ahead', () => {
    expect(timeOfReminder(plus(NOW, 5 * MINUTE), NOW)).toBe('fits')
    expect(timeOfReminder(plus(NOW, 5 * MINUTE - 1), NOW)).toBe('soon')
    expect(timeOfReminder(plus(NOW, LATEST_REMINDER), NOW)).toBe('fits')
    expect(timeOfReminder(plus(NOW, LATEST_REMINDER + 1), NOW)).toBe('late')
  })

  it('is read as clocks in Cabo Verde show the time, which is one hour behind UTC in summer and winter', () => {
    expect(momentOf('2026-03-02', '10:00')).toBe(NOW)
    expect(momentOf('2026-07-31', '23:30')).toBe(Date.parse('2026-08-01T00:30:00Z'))
    for (const [day, time] of [
      ['2026-02-30', '10:00'],
      ['2026-13-01', '10:00'],
      ['2026-03-02', '25:00'],
      ['2026-03-02', ''],
      ['', '10:00'],
    ] as const)
      expect(momentOf(day, time)).toBeNull()
  })
})

describe('a reminder whose time has come', () => {
  it.each(LANGS)('is said in the frame of %s, in the voice of staff, and stands in the thread', (lang) => {
    const [effect, ...others] = effects(session({ lang }), due())
    expect(others).toEqual([])
    const frame = { pt: 'Lembrete da', en: 'Reminder from the', fr: 'Rappel de l’', kea: 'Lenbreti di' }[lang]
    expect(effect).toMatchObject({
      kind: 'send',
      message: { choices: [], voice: 'staff' },
      thread: { ticket: TICKET, change: { kind: 'reminded', by: ZENAIDA.id, text: 'Venha às 10.' } },
    })
    const text = effect?.kind === 'send' ? effect.message.text : ''
    expect(text.startsWith(frame)).toBe(true)
    expect(text).toContain('Unit of sal')
    expect(text.split('\n')[1]).toBe('Venha às 10.')
  })

  it('is the template alone where it is one', () => {
    expect(effects(session(), due({ template: TEMPLATE }))).toMatchObject([
      { kind: 'send', message: { text: 'Venha às 10.', template: TEMPLATE } },
    ])
  })

  it.each([
    ['is closed', session({ case: { ...held, closedAt: NOW } })],
    ['is long over', session({ case: null })],
    ['is another one by now', session({ case: { ...held, ticket: ticketId('case-2'), unit: unitId('praia') } })],
    ['is held by a colleague', session({ case: { ...held, staff: PAULO.id, staffName: 'Paulo' } })],
  ])('goes out in the name of its unit, and stands in its own case, though the case %s', (_, before) => {
    expect(effects(before, due())).toMatchObject([
      { kind: 'send', message: { text: expect.stringContaining('Unit of sal') }, thread: { ticket: TICKET } },
    ])
  })

  it('is the last thing that staff said, for a person who answers to it', () => {
    expect(step(smallWorld, session(), due(), moment).session.recent.at(-1)).toMatchObject({
      by: 'staff',
      text: 'Venha às 10.',
    })
  })
})

describe('reminders are dropped', () => {
  it.each(['stop', 'parar', 'arrêter', 'para'])(
    'all of them, when the person says %s, whoever holds the case',
    (word) => {
      const all = [{ kind: 'drop-reminders', of: 'all', by: null }]
      expect(drops(session(), said(word))).toEqual(all)
      expect(drops(session({ case: { ...held, staff: null, staffName: null } }), said(word))).toEqual(all)
      expect(drops(session({ case: null }), said(word))).toEqual(all)
    },
  )

  it('those of the case, when the person withdraws it', () => {
    expect(drops(session(), said('retirar caso'))).toEqual([
      { kind: 'drop-reminders', of: { ticket: TICKET }, by: null },
    ])
  })

  it('those of the case, when it is closed and staff say so; else they are kept', () => {
    const close = { kind: 'staff-closed', by: ZENAIDA, outcome: 'answered', topic: null } as const
    expect(drops(session(), { ...close, reminders: 'keep' })).toEqual([])
    expect(drops(session(), { ...close, reminders: 'drop' })).toEqual([
      { kind: 'drop-reminders', of: { ticket: TICKET }, by: ZENAIDA.id },
    ])
  })

  it('one, by staff, also of a case that is over', () => {
    const event = { kind: 'staff-unreminds', by: PAULO, reminder: waiting.id } as const
    expect(effects(session({ case: null }), event)).toEqual([
      { kind: 'drop-reminders', of: { reminder: waiting.id }, by: PAULO.id },
    ])
  })
})
