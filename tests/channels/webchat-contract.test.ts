import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { addressFrom } from '../../adapters/webchat/visitor.ts'
import { channelContract, type Shown, type Stage } from './contract.ts'
import { type HistoryPage, startWorld, visitor } from './webchat-world.ts'

/** The queue of the page, by hand: one after the other, each until it is taken. */
const createSender = () => {
  let last: Promise<void> = Promise.resolve()
  let open = true
  return {
    add(send: () => Promise<Response>): void {
      last = last.then(async () => {
        while (open && (await send().catch(() => null))?.status !== 202) await wait(10)
      })
    },
    async end(): Promise<void> {
      open = false
      await last
    },
  }
}

channelContract('web', async (): Promise<Stage> => {
  const world = await startWorld({ start: false })
  const person = visitor(world, 'p')
  const sender = createSender()
  let count = 0
  let choices: readonly { readonly id: string; readonly label: string }[] = []
  let repeat: () => Promise<Response> = () => person.say('never-was', '')

  const send = (post: () => Promise<Response>) => {
    repeat = post
    sender.add(post)
  }
  const nextId = () => {
    count += 1
    return `message-${count}`
  }

  /** A file with its bytes, as the page fetches them. */
  const attachedOf = async ({
    id,
    attachment,
  }: HistoryPage['lines'][number]): Promise<NonNullable<Shown['attached']> | null> => {
    if (attachment === undefined) return null
    if (attachment.kind === 'location') return { lat: attachment.lat, lon: attachment.lon }
    const { what, name } = attachment
    return { what, name, bytes: new Uint8Array(await (await person.file(id)).arrayBuffer()) }
  }

  return {
    channel: world.channel,
    address: addressFrom(person.headers.authorization) ?? '',
    says: async (text) => {
      const id = nextId()
      send(() => person.say(id, text))
    },
    presses: async (label) => {
      const clientId = nextId()
      const choice = choices.find((one) => one.label === label)?.id
      send(() => person.post({ clientId, body: { kind: 'choice', choice, label } }))
    },
    sendsVoice: async (bytes) => {
      const id = nextId()
      // Telephones send sound in a container; the beginning says which.
      bytes.set(new TextEncoder().encode('OggS'))
      send(() => person.upload(id, bytes))
    },
    deliversAgain: async () => sender.add(repeat),
    shown: async (atLeast) => {
      for (;;) {
        const said = (await person.all()).filter((line) => line.from !== 'person')
        choices = said.flatMap((line) => line.choices ?? [])
        if (said.length >= atLeast) {
          return Promise.all(
            said.map(async (line) => ({
              text: line.text ?? '',
              buttons: (line.choices ?? []).map(({ label }) => label),
              attached: await attachedOf(line),
            })),
          )
        }
        await wait(10)
      }
    },
    // What is sent goes into a table beside the outbox: there is no platform that could refuse or lose it.
    faults: {},
    malformed: [
      {},
      { address: '../x' },
      { address: 'a'.repeat(32), clientId: 'message-1', at: 1, lang: null, body: {} },
    ],
    close: async () => {
      await sender.end()
      await world.close()
      expect(world.log.lines.join('\n')).not.toMatch(/olá|p{43}/)
    },
  }
})
