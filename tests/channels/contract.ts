import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { choiceId, conversationId, fileId } from '../../bot/ids.ts'
import type { Attachment, MediaKind, OutboundMessage } from '../../bot/message.ts'
import type { Channel, MediaBytes, SendOutcome } from '../../bot/ports/channel.ts'
import { lengthOf, splitMessage } from '../../bot/text.ts'
import { SAMPLES } from '../support/samples.ts'
import { createReceived, REF, type ReceivedMessages } from './received.ts'

/** What may go wrong with the next message that is sent. */
export type SendFault = 'rate-limited' | 'server-error' | 'gone' | 'lost-response' | 'unreachable'

/** A message as the person's telephone shows it. */
export type Shown = {
  readonly text: string
  readonly buttons: readonly string[]
  readonly attached?:
    | { readonly what: MediaKind; readonly bytes: Uint8Array; readonly name: string | null }
    | { readonly lat: number; readonly lon: number }
    | null
}

/** A channel, not started yet, with the platform on its other side and one person who uses it. */
export type Stage = {
  readonly channel: Channel
  /** The platform's own name of the person's chat. */
  readonly address: string
  /** The person writes. Does not wait until it is received. */
  says(text: string): Promise<void>
  /** The person presses a button that they were shown; null where the channel has none. */
  readonly presses: ((label: string) => Promise<void>) | null
  /** The person sends a voice note with these bytes; null where the channel carries none. */
  readonly sendsVoice: ((bytes: Uint8Array) => Promise<void>) | null
  /** The platform delivers the person's last message once more; null where it never does. */
  readonly deliversAgain: (() => Promise<void>) | null
  /** What the person was shown, oldest first, as soon as there are at least so many messages. */
  shown(atLeast: number): Promise<readonly Shown[]>
  /** Makes the next send go wrong; those that the channel cannot have are left out. */
  readonly faults: Partial<Readonly<Record<SendFault, () => Promise<void>>>>
  /** Updates that are not of the platform's form. */
  readonly malformed: readonly unknown[]
  close(): Promise<void>
}

const EXPECTED: Readonly<Record<SendFault, SendOutcome['kind']>> = {
  'rate-limited': 'retry',
  'server-error': 'retry',
  gone: 'gone',
  'lost-response': 'unknown',
  unreachable: 'retry',
}

/** Texts that have broken a messenger somewhere. Each must arrive as it is. */
const TEXTS: Readonly<Record<string, string>> = {
  'Markdown and HTML':
    '*bold* _it_ ~s~ `c` ```pre``` [a](b) <b>x</b> &amp; & < > \\ | # + - = { } . ! ( ) @user /start $1 %s',
  'right to left': 'مرحبا، هل يمكنك مساعدتي؟ ‏رقم 112‏ (شكراً)',
  'emoji of several parts': 'Familia 👨‍👩‍👧‍👦, bandeira 🇨🇻, mão 👋🏾, 2️⃣',
  'accents, composed or not': 'não sê o que fazê — São Vicente; Sa\u0303o',
  'lines and tabs': 'um\ndois\n\nquatro\tcinco',
  'what looks like JSON or SQL': '{"text":"\\u0000"} \'; DROP TABLE x; --',
}

const message = (text: string, labels: readonly string[] = []): OutboundMessage => ({
  text,
  choices: labels.map((label, index) => ({ id: choiceId(`choice.${index + 1}`), label })),
})

/** What every channel must do. `open` makes a fresh stage for each test. */
export const channelContract = (name: string, open: () => Promise<Stage>): void => {
  describe(`${name}: the contract of channels`, () => {
    let stage: Stage
    let received: ReceivedMessages

    beforeEach(async () => {
      stage = await open()
      received = createReceived()
    })
    afterEach(async () => {
      await stage.channel.stop()
      await stage.close()
    })

    /** Sends as the outbox does: in parts that fit, each rendered. */
    const send = async (outbound: OutboundMessage): Promise<readonly SendOutcome[]> => {
      const outcomes: SendOutcome[] = []
      for (const part of splitMessage(outbound, stage.channel.limits)) {
        const { call } = stage.channel.render(part, stage.address)
        await stage.channel.pace(stage.address)
        outcomes.push(await stage.channel.send(call, REF))
      }
      return outcomes
    }

    /** A message that is a file or a place, as the outbox sends it. */
    const sendAttachment = async (attachment: Attachment, file?: MediaBytes): Promise<SendOutcome> => {
      const { call } = stage.channel.render({ text: '', choices: [], voice: 'staff', attachment }, stage.address)
      await stage.channel.pace(stage.address)
      return stage.channel.send(file ? { ...call, file } : call, REF)
    }

    /** Most platforms let a bot write only to those who wrote first. */
    const begin = async (): Promise<void> => {
      await stage.channel.start(received.receive, received.report)
      await stage.says('olá')
      await received.untilCount(1)
    }

    it('gives in what a person writes, with who and when', async () => {
      await begin()
      const [first] = received.messages
      expect(first?.conversation).toBe(conversationId(stage.channel.name, stage.address))
      expect(first?.body).toEqual({ kind: 'text', text: 'olá' })
      expect(first?.id.startsWith(`${stage.channel.name}:`)).toBe(true)
      expect(Number.isInteger(first?.sentAt)).toBe(true)
      expect(stage.channel.health().state).toBe('on')
    })

    it('gives in several messages in the order in which they were written', async () => {
      await begin()
      const written = Array.from({ length: 12 }, (_, index) => `message ${index + 1}`)
      for (const text of written) await stage.says(text)
      await received.untilCount(13)
      expect(received.texts().slice(1)).toEqual(written)
      expect(new Set(received.messages.map(({ id }) => id)).size).toBe(13)
    })

    it('gives in what was written before it was started', async () => {
      await stage.says('while you were away')
      await stage.channel.start(received.receive, received.report)
      await received.untilCount(1)
      expect(received.texts()).toEqual(['while you were away'])
    })

    it.each(Object.entries(TEXTS))('carries both ways, unchanged: %s', async (_name, text) => {
      await begin()
      await stage.says(text)
      await received.untilCount(2)
      expect(received.texts().at(-1)).toBe(text)
      expect((await send(message(text))).map(({ kind }) => kind)).toEqual(['sent'])
      expect((await stage.shown(1)).at(-1)?.text).toBe(text)
    })

    it('carries a long text whole, in parts that are within the limit, in order', async () => {
      await begin()
      const words = Array.from({ length: 1_500 }, (_, index) => `palavra-${index + 1}`)
      const outcomes = await send(message(words.join(' ')))
      expect(outcomes.every(({ kind }) => kind === 'sent')).toBe(true)
      const shown = await stage.shown(outcomes.length)
      expect(shown.every(({ text }) => lengthOf(text) <= stage.channel.limits.maxText)).toBe(true)
      expect(shown.flatMap(({ text }) => text.split(/\s+/))).toEqual(words)
    })

    it('offers few choices in a way that can be taken', async () => {
      await begin()
      const labels = ['Português', 'English', 'Français', 'Kabuverdianu']
      await send(message('Which language?', labels))
      const last = (await stage.shown(1)).at(-1)
      if (stage.presses === null || stage.channel.limits.maxButtons < labels.length) {
        for (const [index, label] of labels.entries()) expect(last?.text).toContain(`${index + 1}. ${label}`)
        return
      }
      expect(last?.buttons).toEqual(labels)
      await stage.presses('Français')
      await received.untilCount(2)
      expect(received.bodies().at(-1)).toEqual({ kind: 'choice', choice: 'choice.3', label: 'Français' })
    })

    it('offers more choices than it has buttons as numbers, and says so', async () => {
      await begin()
      const labels = Array.from({ length: stage.channel.limits.maxButtons + 3 }, (_, index) => `Ilha ${index + 1}`)
      const outbound = message('Which island?', labels)
      expect(stage.channel.render(outbound, stage.address).losses).toContainEqual({ what: 'buttons-as-numbers' })
      await send(outbound)
      const last = (await stage.shown(1)).at(-1)
      for (const [index, label] of labels.entries()) expect(last?.text).toContain(`${index + 1}. ${label}`)
      expect(last?.buttons).toEqual([])
    })

    it('keeps a label within its limit, and says so', async (context) => {
      if (stage.channel.limits.maxButtons === 0) context.skip('the channel cannot do this')
      const long = 'Autorização de residência '.repeat(10)
      const { losses } = stage.channel.render(message('?', [long]), stage.address)
      expect(losses).toContainEqual({ what: 'label-shortened' })
      await begin()
      await send(message('?', [long]))
      const [label = ''] = (await stage.shown(1)).at(-1)?.buttons ?? []
      expect(lengthOf(label)).toBeLessThanOrEqual(stage.channel.limits.maxButtonLabel)
      expect(label).not.toBe('')
    })

    it('fetches the bytes of a voice note by its reference', async (context) => {
      const sendsVoice = stage.sendsVoice ?? context.skip('the channel cannot do this')
      await begin()
      const bytes = Uint8Array.from({ length: 5_000 }, (_, index) => (index * 7) % 256)
      await sendsVoice(bytes)
      await received.untilCount(2)
      const body = received.bodies().at(-1)
      if (body?.kind !== 'media') throw new Error(`a voice note came as ${body?.kind}`)
      expect(body.what).toBe('voice')
      expect(body.media.mime).toMatch(/^audio\//)
      const fetched = await stage.channel.fetch(body.media)
      expect(fetched.ok && Buffer.from(fetched.value.bytes).equals(Buffer.from(bytes))).toBe(true)
    })

    it('says that a medium is gone, without a throw', async (context) => {
      if (stage.sendsVoice === null) context.skip('the channel cannot do this')
      const media = { ref: 'never-was', mime: 'audio/ogg', size: null, name: null, seconds: null }
      expect(await stage.channel.fetch(media)).toEqual({ ok: false, error: { kind: 'gone' } })
    })

    it.each(['voice', 'image', 'file'] as const)('sends a %s, byte for byte', async (what) => {
      await begin()
      const sample = SAMPLES[what]
      const { bytes, mime, name } = sample
      const attachment = { kind: 'file', file: fileId('file-1'), what, mime, size: bytes.length, name } as const
      expect((await sendAttachment(attachment, sample)).kind).toBe('sent')
      const attached = (await stage.shown(1)).at(-1)?.attached
      if (!attached || !('what' in attached)) throw new Error(`a ${what} was shown as ${JSON.stringify(attached)}`)
      expect(attached.what).toBe(what)
      expect(Buffer.from(attached.bytes).equals(Buffer.from(bytes))).toBe(true)
      // A voice note and a photo have no name that anybody sees.
      if (what === 'file') expect(attached.name).toBe(name)
    })

    it('sends a place', async () => {
      await begin()
      expect((await sendAttachment({ kind: 'location', lat: 16.755, lon: -22.945 })).kind).toBe('sent')
      expect((await stage.shown(1)).at(-1)?.attached).toEqual({ lat: 16.755, lon: -22.945 })
    })

    it('does not send a file without its bytes', async () => {
      await begin()
      const { mime } = SAMPLES.image
      const attachment = { kind: 'file', file: fileId('f'), what: 'image', mime, size: 9, name: null } as const
      expect((await sendAttachment(attachment)).kind).toBe('rejected')
    })

    it('keeps the id of a message that is delivered twice', async (context) => {
      const deliversAgain = stage.deliversAgain ?? context.skip('the channel cannot do this')
      await begin()
      await deliversAgain()
      await received.until('the second delivery', () => received.duplicates() >= 1)
      expect(received.texts()).toEqual(['olá'])
    })

    it('loses nothing and keeps the order when what it brings cannot be saved', async () => {
      await begin()
      received.failNext(2)
      for (const text of ['one', 'two', 'three']) await stage.says(text)
      await received.untilCount(4)
      expect(received.failed()).toBe(2)
      expect(received.texts().slice(1)).toEqual(['one', 'two', 'three'])
    })

    it('refuses malformed updates without a throw', () => {
      for (const update of [...stage.malformed, undefined, null, 7, 'x', []])
        expect(stage.channel.parse(update).ok).toBe(false)
    })

    describe.each(Object.keys(EXPECTED) as readonly SendFault[])('when sending meets: %s', (fault) => {
      it(`tells ${EXPECTED[fault]}`, async (context) => {
        const cause = stage.faults[fault] ?? context.skip('this cannot happen to the channel')
        await begin()
        await cause()
        const [outcome] = await send(message('?'))
        expect(outcome?.kind).toBe(EXPECTED[fault])
        if (outcome?.kind === 'retry') expect(outcome.after).toBeGreaterThan(0)
      })
    })

    it('does not throw for typing and forgetting, with or without a platform', async () => {
      await stage.channel.typing(stage.address)
      await stage.faults.unreachable?.()
      await stage.channel.typing(stage.address)
      await stage.channel.forget(stage.address)
    })

    it('stops, after finishing what it is bringing, and can be started again', async () => {
      await begin()
      const release = received.hold()
      const before = received.entered()
      await stage.says('the last word')
      await received.until('the last word is being saved', () => received.entered() > before)
      let ended = false
      const stopped = stage.channel.stop().then(() => {
        ended = true
      })
      // Time enough for a stop that does not wait to show itself.
      await wait(20)
      expect(ended).toBe(false)
      release()
      await stopped
      expect(received.texts()).toEqual(['olá', 'the last word'])
      await stage.channel.start(received.receive, received.report)
      await stage.says('the next word')
      await received.untilCount(3)
      expect(received.texts()).toEqual(['olá', 'the last word', 'the next word'])
      await stage.channel.stop()
      await stage.channel.stop()
    })
  })
}
