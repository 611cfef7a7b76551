import { createInterface } from 'node:readline/promises'
import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createTerminal } from '../../adapters/terminal/terminal.ts'
import { choiceId, fileId } from '../../bot/ids.ts'
import type { Attachment, OutboundMessage } from '../../bot/message.ts'
import type { MediaBytes } from '../../bot/ports/channel.ts'
import { instant } from '../../bot/time.ts'
import { createCountingIds, createFakeClock } from '../support/fakes.ts'
import { SAMPLES } from '../support/samples.ts'
import { createReceived, REF } from './received.ts'

const openTerminal = () => {
  const keyboard = new PassThrough()
  const printed: string[] = []
  const spoken: string[] = []
  const terminal = createTerminal({
    open: () => createInterface({ input: keyboard, terminal: false }),
    print: (text) => printed.push(text),
    clock: createFakeClock(instant(0)),
    ids: createCountingIds(),
    recorder: { add: (line) => spoken.push(line), save: () => undefined },
    ended: () => undefined,
  })
  const send = (message: OutboundMessage, file?: MediaBytes) => {
    const { call } = terminal.render(message, 'you')
    return terminal.send(file ? { ...call, file } : call, REF)
  }
  const attach = (attachment: Attachment, file?: MediaBytes) => send({ text: '', choices: [], attachment }, file)
  return { terminal, keyboard, printed, spoken, send, attach }
}

const fileOf = (what: keyof typeof SAMPLES, name: string | null): Attachment => ({
  kind: 'file',
  file: fileId('file-1'),
  what,
  mime: SAMPLES[what].mime,
  size: SAMPLES[what].bytes.length,
  name,
})

describe('the terminal shows', () => {
  test('words, with choices by their numbers', async () => {
    const { send, printed } = openTerminal()
    await send({ text: 'Sim?', choices: [{ id: choiceId('yes'), label: 'Sim' }] })
    expect(printed).toEqual(['\nSim?\n\n1. Sim\n\n> '])
  })

  test.each([
    [fileOf('file', 'formulário.pdf'), '(file formulário.pdf)'],
    [fileOf('image', null), '(image)'],
    [fileOf('voice', null), '(voice)'],
  ] as const)('a file by its kind and name: %#', async (attachment, shown) => {
    const { attach, printed } = openTerminal()
    expect((await attach(attachment, SAMPLES.file)).kind).toBe('sent')
    expect(printed).toEqual([`\n${shown}\n\n> `])
  })

  test('a place', async () => {
    const { attach, printed } = openTerminal()
    expect((await attach({ kind: 'location', lat: 16.755, lon: -22.945 })).kind).toBe('sent')
    expect(printed).toEqual(['\n(location 16.755 -22.945)\n\n> '])
  })

  test('no file whose bytes are missing', async () => {
    const { attach, printed } = openTerminal()
    expect(await attach(fileOf('file', 'formulário.pdf'))).toEqual({ kind: 'rejected', code: 'no-bytes' })
    expect(printed).toEqual([])
  })
})

test('what is typed comes in, and is recorded as a transcript writes it', async () => {
  const { terminal, keyboard, spoken } = openTerminal()
  const received = createReceived()
  await terminal.start(received.receive, received.report)
  keyboard.write('olá\n/voice\n/file\n/location 16.755 -22.945\n/location here\n')
  await received.untilCount(5)
  expect(received.bodies().map(({ kind }) => kind)).toEqual(['text', 'media', 'media', 'location', 'text'])
  expect(spoken).toEqual(['olá', '(voice)', '(file)', '(location 16.755 -22.945)', '/location here'])
  keyboard.end()
})
