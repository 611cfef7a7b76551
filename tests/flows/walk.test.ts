import { describe, expect, test } from 'vitest'
import type { Effect } from '../../bot/effect.ts'
import { matchReply } from '../../bot/engine/choose.ts'
import { step } from '../../bot/engine/step.ts'
import { choiceId, conversationId, messageId } from '../../bot/ids.ts'
import type { Body, Choice, OutboundMessage } from '../../bot/message.ts'
import { decodeSession, newSession, type Session } from '../../bot/session.ts'
import { lengthOf } from '../../bot/text.ts'
import { HOUR, instant, MINUTE } from '../../bot/time.ts'
import type { World } from '../../bot/world.ts'
import { flows } from '../../flows/index.ts'
import { LANGS, type Lang } from '../../locales/languages.ts'
import { translator, wordsOf } from '../../locales/translate.ts'
import { smallKnowledge } from './small-knowledge.ts'

const world: World = {
  flows,
  knowledge: smallKnowledge,
  say: translator,
  keep: { conversationDays: 30, caseDays: 365 },
}
const BEGAN = 480_000 * HOUR

/** How a person gets into each flow. A new flow is added here. */
const WAYS_IN: Readonly<Record<string, string>> = {
  handoff: 'cmd:person',
  erase: 'cmd:delete-my-data',
  papers: 'cmd:guide',
}

/** What a walk through all paths has met. */
type Seen = {
  readonly nodes: Set<string>
  readonly choices: Set<string>
  readonly entries: Set<string>
  readonly ends: Set<string>
}

const keys = Object.keys(wordsOf('pt')).filter((key) => key.includes('.'))

const checkMessage = ({ text, choices }: OutboundMessage): void => {
  expect(text.trim()).not.toBe('')
  for (const words of [text, ...choices.map(({ label }) => label)]) {
    expect(words).not.toMatch(/[{}]|undefined|\bnull\b/)
    expect(keys.filter((key) => words.includes(key))).toEqual([])
  }
  expect(new Set(choices.map(({ id }) => id)).size).toBe(choices.length)
  const own = choices.filter(({ id }) => id.startsWith('flow:'))
  for (const { label } of own) {
    expect(label.trim()).not.toBe('')
    expect(lengthOf(label), label).toBeLessThanOrEqual(own.length <= 3 ? 20 : 24)
  }
  // Whoever types a label instead of pressing it means the same.
  for (const choice of choices) expect(matchReply(choices, choice.label)?.id).toBe(choice.id)
}

const messagesIn = (effects: readonly Effect[]): readonly OutboundMessage[] =>
  effects.flatMap((effect) => (effect.kind === 'send' ? [effect.message] : []))

/** One message through the engine. The session is saved and read between steps, as it is in the records. */
const play = (session: Session, body: Body, count: number) => {
  const now = instant(BEGAN + count * MINUTE)
  const result = step(
    world,
    session,
    {
      kind: 'message',
      message: {
        id: messageId('terminal', count),
        conversation: conversationId('terminal', '1'),
        sentAt: now,
        from: null,
        locale: null,
        body,
      },
    },
    { now, newId: () => `id-${count}`, newCode: () => 'K7Q2-M9XD', reminders: [] },
  )
  const messages = messagesIn(result.effects)
  expect(messages.length).toBeGreaterThan(0)
  for (const message of messages) checkMessage(message)
  const read = decodeSession(JSON.parse(JSON.stringify(result.session)))
  if (!read.ok) throw new Error(read.error)
  expect(read.value).toEqual(result.session)
  return { session: read.value, effects: result.effects, messages }
}

const press = ({ id, label }: Choice): Body => ({ kind: 'choice', choice: id, label })

/** Goes on from a step on every way that is open; each choice is taken once at most on a path, so that circles end. */
const goOn = (at: ReturnType<typeof play>, count: number, taken: readonly string[], seen: Seen): void => {
  const { place } = at.session
  for (const { count: one } of at.effects.filter((effect) => effect.kind === 'count'))
    if (one.what === 'answer') seen.entries.add(one.label)
  // What is left of the session after an erasure is thrown away with the rest.
  const erased = at.effects.some((effect) => effect.kind === 'erase')
  if (place.at === 'idle' || erased) {
    seen.ends.add(erased ? 'erased' : endOf(at))
    return
  }
  seen.nodes.add(`${place.flow}:${place.node}`)
  const kind = flows[place.flow]?.nodes[place.node]?.kind
  if (kind === 'collect')
    return goOn(play(at.session, { kind: 'text', text: 'a long story' }, count), count + 1, taken, seen)
  const offered = at.session.offered.filter(({ id }) => /^(flow|unit):/.test(id))
  expect(offered.length).toBeGreaterThan(0)
  for (const choice of offered.filter(({ id }) => !taken.includes(id))) {
    seen.choices.add(choice.id)
    goOn(play(at.session, press(choice), count), count + 1, [...taken, choice.id], seen)
  }
}

/** A flow ends in a case, or in words below which a person is offered. */
const endOf = ({ session, messages }: ReturnType<typeof play>): string => {
  if (session.case !== null) return 'case'
  expect(messages.flatMap(({ choices }) => choices.map(({ id }) => id))).toContain('cmd:person')
  return 'words'
}

const walk = (flow: string, lang: Lang): Seen => {
  const seen: Seen = { nodes: new Set(), choices: new Set(), entries: new Set(), ends: new Set() }
  const session: Session = { ...newSession(lang, instant(BEGAN)), langBy: 'chosen' }
  const way = WAYS_IN[flow]
  if (way === undefined) throw new Error(`say in WAYS_IN how a person gets into the flow "${flow}"`)
  goOn(play(session, { kind: 'choice', choice: choiceId(way), label: 'x' }, 1), 2, [], seen)
  return seen
}

describe.each(Object.values(flows))('every path of $id', (flow) => {
  test.each(LANGS)('can be gone to its end, in %s', (lang) => {
    const seen = walk(flow.id, lang)
    for (const [name, node] of Object.entries(flow.nodes)) {
      if (node.kind === 'ask' || node.kind === 'ask-unit' || node.kind === 'collect')
        expect(seen.nodes).toContain(`${flow.id}:${name}`)
      if (node.kind === 'ask')
        for (const choice of Object.keys(node.choices))
          expect(seen.choices).toContain(`flow:${flow.id}:${name}:${choice}`)
      if (node.kind === 'answer') expect(seen.entries).toContain(node.entry)
      if (node.kind === 'handoff') expect(seen.ends).toContain('case')
      if (node.kind === 'end') expect(seen.ends).toContain('words')
      if (node.kind === 'act' && node.act === 'erase') expect(seen.ends).toContain('erased')
    }
  })
})
