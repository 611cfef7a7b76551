import { createReport, deliverDue } from '../../bot/app/deliver.ts'
import type { Deps } from '../../bot/app/deps.ts'
import { createDesk } from '../../bot/app/desk.ts'
import { createKeyed } from '../../bot/app/keyed.ts'
import { createReceive } from '../../bot/app/receive.ts'
import { wakeDue } from '../../bot/app/wake.ts'
import {
  CHANNELS,
  type ChannelName,
  choiceId,
  conversationId,
  messageId,
  staffId,
  type TicketId,
  unitId,
} from '../../bot/ids.ts'
import type { Attachment, Body, Choice, OutboundMessage } from '../../bot/message.ts'
import type { Channel, Receive, Report } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import type { Store } from '../../bot/ports/store.ts'
import { fail } from '../../bot/result.ts'
import { OUTCOMES, type Outcome, type TicketEntry } from '../../bot/ticket.ts'
import { HOUR, type Instant, instant, MINUTE, SECOND } from '../../bot/time.ts'
import { createCountingIds, createFakeClock, createTestLog } from './fakes.ts'
import { memoryStore } from './memory-store.ts'
import { SAMPLES } from './samples.ts'
import { testWorld } from './world.ts'

/** A real channel with a platform on its other side, under a transcript. */
export type Carrier = {
  readonly channel: Channel
  /** The platform's own name of the person's chat. */
  readonly address: string
  readonly start: (receive: Receive, report: Report) => Promise<void>
  /** The person does this; resolves when it is received. */
  readonly does: (body: Body) => Promise<void>
  /** Resolves when the platform has nothing more to tell. */
  readonly settled: () => Promise<void>
  readonly close: () => Promise<void>
}
export type Carry = (given: {
  readonly clock: Clock
  readonly name: string | null
  readonly locale: string | null
  readonly said: (message: OutboundMessage) => void
}) => Promise<Carrier>

/** A channel that gives each message to `sent` once the platform has taken it, with how it stands there to be looked at. */
export const watched = (channel: Channel, sent: (message: OutboundMessage) => void): Channel => {
  // By its payload: the call itself is another one when a file has been added.
  const messages = new WeakMap<object, OutboundMessage>()
  return {
    ...channel,
    render: (message, address) => {
      const rendered = channel.render(message, address)
      // The call itself becomes another one where a file is added to it.
      messages.set(rendered.call.payload, message)
      return rendered
    },
    send: async (call, ref) => {
      const outcome = await channel.send(call, ref)
      const message = messages.get(call.payload)
      if (message && outcome.kind === 'sent') sent(message)
      return outcome
    },
  }
}

/**
 * Plays the left-hand lines of a transcript through the real way in, with the real store and a clock that stands still, and
 * writes the whole of it anew: what the bot said, and what the inbox shows. Lines that it knows:
 *
 *     Person: words            Person: [Label]         Person: (voice) (image caption) (file) (sticker) (location 16.7 -22.9)
 *     Zenaida claims           Zenaida: words          Zenaida notes: words      Zenaida hands back
 *     Zenaida sends (voice): words        (image) (file form.pdf) (location 16.7 -22.9), with or without words
 *     Zenaida reminds in 3 days: words        Zenaida drops the reminder        Zenaida closes, reminders too: answered
 *     Zenaida closes: answered Zenaida reopens         Zenaida transfers to unit sal: words
 *     --- 26 hours later      Person, at once: words
 */
export const playTranscript = async (source: string, carry: Carry | null = null): Promise<string> => {
  const { head, script } = parse(source)
  const out: string[] = []
  const clock = createFakeClock(head.now)
  const store = await memoryStore()
  let offered: readonly Choice[] = []
  const said = (message: OutboundMessage): void => {
    out.push(...spoken(message))
    if (message.choices.length > 0) offered = message.choices
  }
  const carrier = carry && (await carry({ clock, name: head.name, locale: head.locale, said }))
  const channel = carrier?.channel ?? fakeChannel(head.channel, said)
  const deps: Deps = {
    world: () => testWorld(),
    store,
    channels: new Map([[channel.name, channel]]),
    clock,
    ids: createCountingIds(),
    keyed: createKeyed(),
    log: createTestLog(),
    committed: () => undefined,
  }
  const receive = createReceive(deps)
  const desk = createDesk(deps)
  const conversation = conversationId(channel.name, carrier?.address ?? '1000')
  await carrier?.start(receive, createReport(deps))
  const scope = { units: 'all' } as const
  let messages = 0

  const settle = async (): Promise<void> => {
    for (;;) {
      const woken = await wakeDue(deps)
      const sent = await deliverDue(deps, 16)
      await Promise.all(sent)
      await carrier?.settled()
      if (woken + sent.length === 0) return
    }
  }
  const report = async (): Promise<void> => {
    for (const row of await store.tickets({ scope, limit: 50 })) {
      const ticket = await store.ticket(row.id, scope)
      for (const entry of ticket?.entries ?? []) {
        const line = inboxLine(entry)
        if (line !== null && !reported.has(`${row.id}/${entry.seq}`)) out.push(`*** ${row.code} ${line}`)
        reported.add(`${row.id}/${entry.seq}`)
      }
    }
  }
  const reported = new Set<string>()
  const reportKept = async (): Promise<void> => {
    for (const { id, how, entry, text } of await store.questions(50)) {
      if (!reported.has(id)) out.push(`*** kept for review, ${how}${entry === null ? '' : ` (${entry})`}: ${text}`)
      reported.add(id)
    }
  }

  for (const [index, line] of script.entries()) {
    out.push('', line)
    const later = /^--- (\d+) (hours?|minutes?|seconds?|days?) later$/.exec(line)
    const person = /^Person(?:, at once)?: (.*)$/.exec(line)
    const staff =
      /^(\w+)(?: (claims|hands back|reopens|notes|closes(?:, reminders too)?|drops the reminder|reminds in \d+ \w+|transfers to unit [\w-]+|sends \([^)]+\)))?(?:: (.*))?$/.exec(
        line,
      )
    if (later) {
      clock.advance(spanOf(later[1], later[2]))
    } else if (person) {
      messages += 1
      const body = bodyOf(person[1] ?? '', offered)
      const { name: from, locale } = head
      const id = messageId(head.channel, messages)
      if (carrier) await carrier.does(body)
      else await receive([{ id, conversation, sentAt: clock.now(), from, locale, body }])
    } else if (staff) {
      const [, name = '', verb = 'says', words = ''] = staff
      const by = { id: staffId(name.toLowerCase()), name }
      const row = (await store.tickets({ scope, limit: 50 })).find((one) => one.conversation === conversation)
      if (row === undefined) throw new Error(`no case for: ${line}`)
      const sends = /^sends \((.+)\)$/.exec(verb)
      const attachment = sends && (await attach(store, row.id, sends[1] ?? '', clock.now()))
      const result = attachment
        ? (await desk.reply(row.id, by, scope, words, null, { attachment })).kind
        : await staffDoes({ desk, store, now: clock.now() }, row.id, by, verb, words)
      if (result !== 'done') out.push(`*** refused: ${result}`)
    } else throw new Error(`a transcript does not know this line: ${line}`)
    await settle()
    await report()
    await reportKept()
    // The next one is written half a minute later, or at once.
    const next = script[index + 1] ?? ''
    clock.advance(next.startsWith('Person, at once') ? 100 : next.startsWith('---') ? 0 : 30 * SECOND)
  }
  await carrier?.close()
  await store.close()
  return `${source.slice(0, head.end).trimEnd()}\n${out.join('\n')}\n`
}

/** `3 days` in milliseconds. */
const spanOf = (count = '', unit = ''): number => {
  const length = { hour: HOUR, minute: MINUTE, second: SECOND, day: 24 * HOUR }[unit.replace(/s$/, '')]
  if (length === undefined) throw new Error(`a transcript does not know this length of time: ${count} ${unit}`)
  return Number(count) * length
}

type Desked = { readonly desk: ReturnType<typeof createDesk>; readonly store: Store; readonly now: Instant }

const staffDoes = async (
  { desk, store, now }: Desked,
  ticket: Parameters<ReturnType<typeof createDesk>['claim']>[0],
  by: { id: ReturnType<typeof staffId>; name: string },
  verb: string,
  words: string,
): Promise<string> => {
  const scope = { units: 'all' } as const
  if (verb === 'claims') return (await desk.claim(ticket, by, scope, null)).kind
  if (verb === 'hands back') return (await desk.handBack(ticket, by, scope)).kind
  if (verb === 'reopens') return (await desk.reopen(ticket, by, scope)).kind
  if (verb === 'notes') return (await desk.note(ticket, by, scope, words)).kind
  const reminds = /^reminds in (\d+) (\w+)$/.exec(verb)
  if (reminds) {
    const at = instant(now + spanOf(reminds[1], reminds[2]))
    return (await desk.remind(ticket, by, scope, { at, text: words, template: null })).kind
  }
  if (verb === 'drops the reminder') {
    const [reminder] = await store.reminders(ticket, scope)
    if (reminder === undefined) throw new Error('no reminder waits')
    return (await desk.unremind(ticket, by, scope, reminder.id)).kind
  }
  if (verb.startsWith('closes')) {
    const outcome = OUTCOMES.find((one) => one === words) ?? ('answered' satisfies Outcome)
    return (await desk.close(ticket, by, scope, outcome, null, verb === 'closes' ? 'keep' : 'drop')).kind
  }
  if (verb.startsWith('transfers to unit ')) {
    const unit = unitId(verb.slice('transfers to unit '.length))
    return (await desk.transfer(ticket, by, scope, { unit }, words)).kind
  }
  return (await desk.reply(ticket, by, scope, words, null)).kind
}

/** What staff send, as a transcript writes it. */
const attach = async (store: Store, ticket: TicketId, written: string, now: Instant): Promise<Attachment> => {
  const [what = '', ...rest] = written.split(/\s+/)
  if (what === 'location') {
    const [lat = 0, lon = 0] = rest.map(Number)
    return { kind: 'location', lat, lon }
  }
  if (what !== 'voice' && what !== 'image' && what !== 'file') throw new Error(`staff cannot send ${what}`)
  const { bytes, mime } = SAMPLES[what]
  const name = rest.join(' ') || null
  const file = await store.keepFile(ticket, { units: 'all' }, { bytes, mime, name }, now)
  if (file === null) throw new Error(`no case for the file ${written}`)
  return { kind: 'file', file, what, mime, size: bytes.length, name }
}

const spoken = (message: OutboundMessage): readonly string[] => {
  const who = message.urgent ? 'Bot (urgent):' : message.voice === 'staff' ? 'Unit:' : 'Bot:'
  const lines = message.text.split('\n').map((line) => (line === '' ? '' : `  ${line}`))
  const choices = message.choices.map((choice) => `[${choice.label}]`).join(' ')
  const attached = message.attachment === undefined ? [] : [`  (${attachedAs(message.attachment)})`]
  return [who, ...(message.text === '' ? [] : lines), ...attached, ...(choices === '' ? [] : [`  ${choices}`])]
}

const attachedAs = (attachment: Attachment): string =>
  attachment.kind === 'location'
    ? `location ${attachment.lat} ${attachment.lon}`
    : [attachment.what, attachment.name ?? ''].join(' ').trim()

/** `2026-03-05 10:00`, as clocks in Cabo Verde show it. */
const clockOf = (at: Instant): string => new Date(at - HOUR).toISOString().slice(0, 16).replace('T', ' ')

const inboxLine = ({ change, delivery, failure }: TicketEntry): string | null => {
  switch (change.kind) {
    case 'opened':
      return `opened: unit ${change.unit}, ${change.lang}${change.topic === null ? '' : `, ${change.topic}`}${change.danger === null ? '' : `, DANGER ${change.danger}`}`
    case 'from-person':
      return `the person's ${change.body.kind === 'media' ? change.body.what : change.body.kind} is in the thread`
    case 'transferred':
      return `transferred to ${'unit' in change.to ? change.to.unit : change.to.staff}`
    case 'danger':
      return `DANGER ${change.danger}`
    case 'claimed':
    case 'handed-back':
    case 'closed':
    case 'reopened':
    case 'note':
      return change.kind
    case 'reminder-set':
      return `reminder set for ${clockOf(change.at)}`
    case 'reminder-dropped':
      return `reminder for ${clockOf(change.at)} dropped${change.by === null ? ' by the person' : ''}`
    case 'reminded':
      return `reminded, ${delivery}${failure === null ? '' : ` (${failure})`}`
    case 'language':
      return `language ${change.lang}`
    case 'from-bot':
    case 'from-staff':
    case 'erased':
      return null
  }
}

/** What the person did, as a transcript writes it. */
const bodyOf = (written: string, offered: readonly Choice[]): Body => {
  const pressed = /^\[(.+)\]$/.exec(written)
  if (pressed) {
    const choice = offered.find((one) => one.label === pressed[1])
    if (choice === undefined) throw new Error(`nothing offers ${written}`)
    return { kind: 'choice', choice: choiceId(choice.id), label: choice.label }
  }
  const sent = /^\((voice|image|file|sticker|location)\s*(.*)\)$/.exec(written)
  if (!sent) return { kind: 'text', text: written.replaceAll(' ⏎ ', '\n') }
  const [, what = '', rest = ''] = sent
  if (what === 'sticker') return { kind: 'unsupported', what }
  if (what === 'location') {
    const [lat = 0, lon = 0] = rest.split(/\s+/).map(Number)
    return { kind: 'location', lat, lon }
  }
  const mime = { voice: 'audio/ogg', image: 'image/jpeg', file: 'application/pdf' }[what] ?? ''
  const media = { ref: `ref-${what}`, mime, size: 1000, name: null, seconds: what === 'voice' ? 8 : null }
  return { kind: 'media', what: what as 'voice' | 'image' | 'file', media, caption: rest }
}

const parse = (source: string) => {
  const header = /^# .+\n(?:(?!channel:).*\n)*?channel: (.+)\n/m.exec(source)
  if (!header) throw new Error('a transcript begins with "# title" and a line "channel: ... · now: ..."')
  const facts = Object.fromEntries(
    `channel: ${header[1]}`.split('·').map((part) => part.split(/:\s(.+)/).map((word) => word.trim())),
  )
  const channel = CHANNELS.find((name) => name === facts.channel)
  if (channel === undefined) throw new Error(`unknown channel ${facts.channel}`)
  const end = header.index + header[0].length
  const script = source
    .slice(end)
    .split('\n')
    .filter((line) =>
      /^(Person(, at once)?: |--- |[A-Z]\w+ (claims|hands back|reopens|notes|closes|reminds in|drops the reminder|transfers to unit|sends )|[A-Z]\w+: )/.test(
        line,
      ),
    )
    .filter((line) => !/^(Bot|Unit)(:| \()/.test(line))
  return {
    head: {
      channel: channel as ChannelName,
      locale: facts.telephone ?? null,
      name: facts.name ?? null,
      // The wall clock of Cabo Verde, one hour behind UTC.
      now: instant(Date.parse(`${(facts.now ?? '2026-03-02 10:00').replace(' ', 'T')}:00Z`) + HOUR),
      end,
    },
    script,
  }
}

const fakeChannel = (name: ChannelName, said: (message: OutboundMessage) => void): Channel => ({
  name,
  limits: { maxText: 3500, maxButtons: 10, maxButtonLabel: 40, replyWindow: null },
  parse: () => fail('not used'),
  render: (message) => ({ call: { method: 'say', payload: { message } }, losses: [] }),
  pace: async () => undefined,
  send: async (call) => {
    said(call.payload.message as OutboundMessage)
    return { kind: 'sent', provider: null }
  },
  fetch: async () => fail({ kind: 'gone' }),
  forget: async () => undefined,
  typing: async () => undefined,
  start: async () => undefined,
  stop: async () => undefined,
  health: () => ({ state: 'on', detail: 'test' }),
})
