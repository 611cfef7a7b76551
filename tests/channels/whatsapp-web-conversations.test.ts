import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Body, Choice, MediaKind, OutboundMessage } from '../../bot/message.ts'
import type { Receive } from '../../bot/ports/channel.ts'
import { withNumbers } from '../../bot/text.ts'
import { SAMPLES } from '../support/samples.ts'
import { type Carry, playTranscript, watched } from '../support/transcript.ts'
import type { Content, SentMessage } from '../support/whatsapp-web-server.ts'
import { openWhatsAppWeb, untilLink, type WhatsAppWebStage } from '../support/whatsapp-web-stage.ts'

/**
 * Every conversation of tests/conversations through the real adapter, the real library and Chromium, with a simulated
 * WhatsApp: what comes out is the transcript, word for word; people see the choices as numbers, and type one.
 */
const FOLDER = join(import.meta.dirname, '../conversations')
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.md'))

let stage: WhatsAppWebStage
let receive: Receive = async () => []
let count = 0
let arrived: () => void = () => undefined
/** Resolves when the next batch is received. */
const untilReceived = (): Promise<void> =>
  new Promise((resolve) => {
    arrived = resolve
  })

beforeAll(async () => {
  stage = await openWhatsAppWeb()
  // The conversations are of another day than today; to an account that was linked just now they would be history.
  mkdirSync(stage.folder, { recursive: true })
  writeFileSync(join(stage.folder, 'link.json'), JSON.stringify({ since: 0 }))
  await stage.channel.start(
    async (messages) => {
      const answer = await receive(messages)
      arrived()
      return answer
    },
    async () => undefined,
  )
  await untilLink(stage.channel, 'linked')
})
afterAll(async () => {
  await stage.channel.stop()
  await stage.close()
})

let choices = 0
/** A number, the same as a key, and the words: people do all three. */
const taken = (number: number, label: string): string => {
  choices += 1
  return [String(number), `${number}\ufe0f\u20e3`, label][number > 9 ? 0 : choices % 3] ?? ''
}

/** What the person does on a telephone where the transcript has a button. */
const written = (body: Body, offered: readonly Choice[]): string | Content => {
  switch (body.kind) {
    case 'text':
      return body.text
    case 'choice':
      return taken(offered.findIndex(({ id }) => id === body.choice) + 1, body.label)
    case 'location':
      return { lat: body.lat, lng: body.lon }
    case 'unsupported':
      return { type: 'sticker' }
    case 'media':
      if (body.what === 'voice') return { voice: new Uint8Array([1]), seconds: 8 }
      if (body.what === 'image') return { image: new Uint8Array([2]), caption: body.caption }
      return { document: new Uint8Array([3]), name: 'papel.pdf', caption: body.caption }
  }
}

const TYPES: Readonly<Record<MediaKind, string>> = { voice: 'ptt', image: 'image', file: 'document' }

/** The words are the same on the telephone, the choices numbers; a file is the same file, a place the same place. */
const expectShown = (shown: SentMessage | undefined, { attachment, ...said }: OutboundMessage): void => {
  expect(shown?.text).toBe(withNumbers(said))
  if (attachment?.kind !== 'file') {
    const place = attachment && { lat: attachment.lat, lon: attachment.lon }
    return expect(shown?.attached).toEqual(place ?? null)
  }
  const { what, name } = attachment
  // A voice note and a photo have no name that anybody sees.
  expect(shown?.attached).toMatchObject({ type: TYPES[what], name: what === 'file' ? name : null })
  const bytes = shown?.attached && 'bytes' in shown.attached ? shown.attached.bytes : []
  expect(Buffer.from(bytes).equals(Buffer.from(SAMPLES[what].bytes))).toBe(true)
}

const carry: Carry = async ({ clock, locale, said }) => {
  const { server, channel } = stage
  count += 1
  const address = `2385${100_000 + count}@c.us`
  const person = server.person(address)
  let offered: readonly Choice[] = []
  return {
    address,
    channel: watched(channel, (message) => {
      expectShown(server.sent(address).at(-1), message)
      said(message)
      if (message.choices.length > 0) offered = message.choices
    }),
    start: async (next) => {
      // The language of the telephone, which WhatsApp does not tell, is a fact of the transcript.
      receive = (given) => next(given.map((one) => ({ ...one, locale })))
    },
    does: async (body) => {
      const what = written(body, offered)
      const seconds = Math.floor(clock.now() / 1000)
      const came = untilReceived()
      if (typeof what === 'string') person.says(what, seconds)
      else person.sends(what, seconds)
      await came
    },
    settled: async () => undefined,
    close: async () => expect(server.violations).toEqual([]),
  }
}

describe('every conversation on WhatsApp Web', () => {
  test.each(files)('%s', async (name) => {
    const source = readFileSync(join(FOLDER, name), 'utf8')
    // To staff a typed number is words of the person.
    const expected = source.replaceAll("the person's choice is in the thread", "the person's text is in the thread")
    expect(await playTranscript(source, carry)).toBe(expected)
  })
})
