import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Attachment, Body, Choice, OutboundMessage } from '../../bot/message.ts'
import { withNumbers } from '../../bot/text.ts'
import { SAMPLES } from '../support/samples.ts'
import { type Carry, playTranscript, watched } from '../support/transcript.ts'
import { openWhatsappCloud } from '../support/whatsapp-cloud-stage.ts'
import type { Attached, Content, Sent } from '../support/whatsapp-cloud-world.ts'

const folder = new URL('../conversations/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.md'))
const NUMBER = '2389912345'

/**
 * The words are the same on the telephone. Choices are buttons, rows of a list (a long label is cut, and whole below it) or numbers
 * in the text.
 */
const expectShown = (shown: Sent | undefined, said: OutboundMessage): void => {
  expectAttached(shown?.attached ?? null, said.attachment)
  if (shown?.form !== 'buttons' && shown?.form !== 'list') expect(shown?.text).toBe(withNumbers(said))
  else {
    expect(shown.text).toBe(said.text)
    expect(shown.buttons.map(({ id }) => id)).toEqual(said.choices.map(({ id }) => id))
    for (const [index, { label }] of shown.buttons.entries())
      expect(said.choices[index]?.label.startsWith(label.replace(/…$/, ''))).toBe(true)
  }
}

const expectAttached = (shown: Attached | null, said: Attachment | undefined): void => {
  if (said?.kind !== 'file') {
    expect(shown).toEqual(said === undefined ? null : { lat: said.lat, lon: said.lon })
    return
  }
  if (shown === null || !('what' in shown)) throw new Error(`there is no ${said.what}`)
  expect([shown.what, shown.bytes.length, shown.name]).toEqual([said.what, said.size, said.name])
  expect(Buffer.from(shown.bytes).equals(Buffer.from(SAMPLES[said.what].bytes))).toBe(true)
}

const BYTES = new Uint8Array(1_000)

/** How a telephone sends it. */
const contentOf = (body: Body): Content => {
  switch (body.kind) {
    case 'text':
      return { raw: { type: 'text', text: { body: body.text } } }
    case 'location':
      return { location: { lat: body.lat, lon: body.lon } }
    case 'media': {
      const caption = body.caption === '' ? {} : { caption: body.caption }
      if (body.what === 'voice') return { voice: BYTES }
      return body.what === 'image' ? { image: BYTES, ...caption } : { document: BYTES, ...caption }
    }
    case 'unsupported':
      return { raw: { type: body.what, [body.what]: { id: '1' } } }
    case 'choice':
      throw new Error('a choice is taken, not sent')
  }
}

const carry: Carry = async ({ clock, name, locale, said }) => {
  const stage = await openWhatsappCloud({ channel: { clock }, server: { now: clock.now, rules: { perSecond: 1_000 } } })
  const { server, channel } = stage
  const person = server.person(NUMBER, { name: name ?? '' })
  let numbered: readonly Choice[] = []
  return {
    address: NUMBER,
    channel: watched(channel, (message) => {
      expectShown(server.sent(NUMBER).at(-1), message)
      said(message)
      if (message.choices.length > 0) numbered = message.choices
    }),
    // The language of the telephone, which WhatsApp does not tell, is a fact of the transcript.
    start: (receive, report) => channel.start((given) => receive(given.map((one) => ({ ...one, locale }))), report),
    does: async (body) => {
      if (body.kind !== 'choice') person.sends(contentOf(body))
      else {
        const offer = server.sent(NUMBER).findLast(({ buttons }) => buttons.some(({ id }) => id === body.choice))
        const label = offer?.buttons.find(({ id }) => id === body.choice)?.label
        if (label !== undefined) person.presses(label)
        // Where they are numbers in the text, the person types one.
        else person.says(String(numbered.findIndex(({ id }) => id === body.choice) + 1))
      }
      await server.untilDelivered()
    },
    settled: server.untilDelivered,
    close: async () => {
      await channel.stop()
      await stage.close()
      expect(server.violations).toEqual([])
    },
  }
}

/** A day after the person's last words WhatsApp takes no free text: what the bot would say then is not said. */
const WITHHELD: Readonly<Record<string, readonly [said: RegExp, instead: string]>> = {
  'case-status.md': [/(--- 25 hours later\n)Bot:\n {2}A unidade ainda não respondeu.*\n/, '$1'],
  'reminder.md': [
    /(--- 70 hours later\n)Unit:\n(?:(?: {2}.*)?\n)+(\*\*\* \S+ reminded, )sent/,
    '$1$2failed (outside-window)',
  ],
}

describe('every conversation on WhatsApp', () => {
  test.each(files)('%s', async (name) => {
    const written = readFileSync(new URL(name, folder), 'utf8')
    const withheld = WITHHELD[name]
    if (withheld) expect(written).toMatch(withheld[0])
    const expected = withheld ? written.replace(...withheld) : written
    expect(await playTranscript(written, carry)).toBe(expected)
  })
})
