import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Body, Choice } from '../../bot/message.ts'
import type { Channel, Receive } from '../../bot/ports/channel.ts'
import { playTranscript } from '../support/transcript.ts'
import type { Content } from '../support/whatsapp-web-server.ts'
import { openWhatsAppWeb, untilLink, type WhatsAppWebStage } from '../support/whatsapp-web-stage.ts'

/**
 * Every conversation of tests/conversations through the real adapter, the real library and Chromium, with a simulated
 * WhatsApp: people see the same words as in the transcript, and take by number what stands there as a button.
 */
const FOLDER = join(import.meta.dirname, '../conversations')
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.md'))

let stage: WhatsAppWebStage
let receive: Receive = async () => []

beforeAll(async () => {
  stage = await openWhatsAppWeb()
  // The conversations are of another day than today; to an account that was linked just now they would be history.
  mkdirSync(stage.folder, { recursive: true })
  writeFileSync(join(stage.folder, 'link.json'), JSON.stringify({ since: 0 }))
  await stage.channel.start((messages) => receive(messages))
  await untilLink(stage.channel, 'linked')
})
afterAll(async () => {
  await stage.channel.stop()
  await stage.close()
})

/** What the person does on a telephone where the transcript has a button. */
const written = (body: Body, offered: readonly Choice[]): string | Content => {
  switch (body.kind) {
    case 'text':
      return body.text
    case 'choice':
      return String(offered.findIndex(({ id }) => id === body.choice) + 1)
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

/** What the program says, as it leaves the outbox; a channel with few or no buttons says the same words. */
const heard = async (source: string, channel: Channel | null, address: string): Promise<readonly string[]> => {
  const carrier = channel && {
    channel,
    address,
    bring: async (body: Body, at: number, offered: readonly Choice[], next: Receive) => {
      const person = stage.server.person(address)
      let done: () => void = () => undefined
      let failed: (error: unknown) => void = () => undefined
      const received = new Promise<void>((resolve, reject) => {
        done = resolve
        failed = reject
      })
      receive = async (messages) => {
        const answer = await next(messages)
        done()
        return answer
      }
      const what = written(body, offered)
      const seconds = Math.floor(at / 1000)
      if (typeof what === 'string') person.says(what, seconds)
      else person.sends(what, seconds)
      setTimeout(() => failed(new Error('a message did not come in')), 10_000).unref()
      await received
    },
  }
  const played = await playTranscript(source, carrier)
  return spokenIn(played)
}

const spokenIn = (played: string): readonly string[] =>
  played
    .split(/^(?=Bot|Unit|Person|---|\*\*\*|[A-Z]\w+ )/mu)
    .flatMap((part) => (/^(Bot|Unit)/.test(part) ? [part.trim()] : []))

describe.each(files)('%s', (file) => {
  it('says the same on WhatsApp', async () => {
    const source = readFileSync(join(FOLDER, file), 'utf8')
    const address = `2385${String(100_000 + files.indexOf(file))}@c.us`
    const onWhatsApp = await heard(source, stage.channel, address)
    expect(onWhatsApp).toEqual(await heard(source, null, address))
    const shown = stage.server.sent(address).map(({ text }) => text)
    expect(shown).toHaveLength(onWhatsApp.length)
    for (const [index, said] of onWhatsApp.entries()) {
      const [, ...lines] = said.split('\n')
      const words = lines.filter((line) => !/^ {2}\[.*\]$/.test(line)).map((line) => line.replace(/^ {2}/, ''))
      const labels = [...(lines.findLast((line) => /^ {2}\[.*\]$/.test(line)) ?? '').matchAll(/\[(.+?)\](?= \[|$)/g)]
      const choices = labels.map(([, label], at) => `${at + 1}. ${label}`)
      expect(shown[index]).toBe(
        [words.join('\n').trimEnd(), ...(choices.length > 0 ? ['', ...choices] : [])].join('\n'),
      )
    }
    expect(stage.server.violations).toEqual([])
  })
})
