import { expect } from 'vitest'
import { openWhatsAppWeb } from '../support/whatsapp-web-stage.ts'
import { channelContract, type Stage } from './contract.ts'

/** Half of the people have an id that hides their number; to the contract that makes no difference. */
const PERSON = '77001234@lid'

/** How the telephone shows each kind of message. */
const WHAT = { ptt: 'voice', audio: 'voice', image: 'image', document: 'file' } as const

const open = async (): Promise<Stage> => {
  const { server, channel, log, close } = await openWhatsAppWeb()
  const person = server.person(PERSON, 'Maria', '2385551111@c.us')
  return {
    channel: {
      ...channel,
      // The contract takes a channel that was started for one that can send.
      start: async (receive, report) => {
        await channel.start(receive, report)
        await expect.poll(() => channel.health().state, { timeout: 20_000, interval: 20 }).toBe('on')
      },
    },
    address: PERSON,
    says: async (text) => {
      person.says(text)
    },
    presses: null,
    sendsVoice: async (voice) => {
      person.sends({ voice })
    },
    deliversAgain: async () => {
      await server.until('the chat is read', () => server.unread(PERSON) === 0)
      server.markUnread(PERSON)
      server.reload()
    },
    shown: async (atLeast) =>
      (await server.untilSent(PERSON, atLeast)).map(({ text, attached }) => ({
        text,
        buttons: [],
        attached: attached && 'type' in attached ? { ...attached, what: WHAT[attached.type] } : attached,
      })),
    faults: {
      'server-error': async () => server.fault('failed'),
      gone: async () => {
        await server.until('the chat is read', () => server.unread(PERSON) === 0)
        await server.removeChat(PERSON)
      },
      'lost-response': async () => server.fault('lost'),
      unreachable: async () => {
        server.state('TIMEOUT')
        await server.untilState('TIMEOUT')
      },
    },
    malformed: [
      {},
      { id: 7, from: PERSON },
      { id: 'false_x', from: PERSON, fromMe: false, type: 'chat', t: 'noon', stored: false, phone: null },
    ],
    close: async () => {
      await close()
      expect(server.violations.join('\n')).toBe('')
      expect(log.lines.join('\n')).not.toMatch(/Maria|olá|77001234|5551111/)
    },
  }
}

channelContract('WhatsApp Web', open)
