import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { step } from '../../bot/engine/step.ts'
import { choiceId, conversationId, messageId, staffId } from '../../bot/ids.ts'
import type { Body, InboundMessage } from '../../bot/message.ts'
import { decodeSession, newSession, type Session } from '../../bot/session.ts'
import { instant, MINUTE } from '../../bot/time.ts'
import { createCountingIds } from '../support/fakes.ts'
import { testWorld } from '../support/world.ts'

const world = testWorld()
const media = { ref: 'r', mime: 'audio/ogg', size: 1, name: null, seconds: 1 }

const bodies: fc.Arbitrary<Body> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }).map((text): Body => ({ kind: 'text', text })),
  fc
    .constantFrom(
      'olá',
      '1',
      '2',
      '9',
      'menu',
      'pessoa',
      'sim',
      'não',
      'stop',
      'start',
      'my data',
      'delete my data',
      'sal',
      'langue',
      'quanto custa a residência',
      'mais',
      'repeat',
      'retirar caso',
    )
    .map((text): Body => ({ kind: 'text', text })),
  fc
    .constantFrom(
      'cmd:menu',
      'cmd:safe',
      'lang:fr',
      'lang:xx',
      'unit:sal',
      'unit:nowhere',
      'entry:privacy',
      'entry:none',
      'flow:handoff:agree:yes',
      'flow:handoff:gone:yes',
      'flow:x:y:z',
      'useful:no',
      'danger:sea',
      'old-button',
      '',
    )
    .map((id): Body => ({ kind: 'choice', choice: choiceId(id), label: 'label' })),
  fc
    .constantFrom('voice', 'image', 'file')
    .map((what): Body => ({ kind: 'media', what: what as 'voice', media, caption: '' })),
  fc.constant<Body>({ kind: 'location', lat: 16.7, lon: -22.9 }),
  fc.constant<Body>({ kind: 'unsupported', what: 'sticker' }),
)

const play = (all: readonly Body[], staffAt: number): void => {
  const ids = createCountingIds()
  let now = 1_700_000_000_000
  let session: Session = newSession('pt', instant(now))
  for (const [index, body] of all.entries()) {
    now += 2 * MINUTE
    const moment = { now: instant(now), newId: ids.newId, newCode: () => `CODE-${index}`, reminders: [] }
    const message: InboundMessage = {
      id: messageId('telegram', index),
      conversation: conversationId('telegram', '1'),
      sentAt: instant(now),
      from: '<script>',
      locale: null,
      body,
    }
    const held = session.case?.staff != null
    const { session: next, effects } = step(world, session, { kind: 'message', message }, moment)
    const answered = effects.some((effect) => effect.kind === 'send')
    const passedOn = effects.some((effect) => effect.kind === 'ticket' && effect.change.kind === 'from-person')
    // With a person: to that person. Otherwise, or for what must always work: an answer.
    expect(answered || (held && passedOn)).toBe(true)
    for (const effect of effects) if (effect.kind === 'send') expect(effect.message.text.trim()).not.toBe('')
    const erased = effects.some((effect) => effect.kind === 'erase')
    const read = decodeSession(JSON.parse(JSON.stringify(next)))
    if (!read.ok) throw new Error(read.error)
    session = erased ? newSession('pt', instant(now)) : read.value
    if (index === staffAt) {
      session = step(
        world,
        session,
        { kind: 'staff-claimed', by: { id: staffId('s'), name: 'S' }, over: null },
        moment,
      ).session
    }
  }
}

describe('whatever a person sends', () => {
  test('there is an answer, or it reaches the person who has the case; the session can always be read again', () => {
    fc.assert(
      fc.property(fc.array(bodies, { minLength: 1, maxLength: 12 }), fc.nat(12), (all, staffAt) => play(all, staffAt)),
      { numRuns: 300 },
    )
  })
})
