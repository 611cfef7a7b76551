import { expect } from 'vitest'
import { openTelegram } from '../support/telegram-stage.ts'
import { channelContract, type Stage } from './contract.ts'

const PERSON = 777

const open = (webhook: boolean) => async (): Promise<Stage> => {
  const telegram = await openTelegram({ webhook })
  const { server, channel, log } = telegram
  const person = server.person(PERSON, { firstName: 'Maria' })
  let last = 0
  return {
    channel,
    address: String(PERSON),
    says: async (text) => {
      last = person.says(text)
    },
    presses: async (label) => {
      last = person.presses(label)
    },
    sendsVoice: async (voice) => {
      last = person.sends({ voice })
    },
    deliversAgain: async () => server.again(last),
    shown: async (atLeast) =>
      (await server.untilSent(PERSON, atLeast)).map(({ text, rows, attached }) => ({
        text,
        attached,
        buttons: rows.flat().map(({ label }) => label),
      })),
    faults: {
      'rate-limited': async () => server.fault('sendMessage', { kind: 'rate-limited', retryAfter: 3 }),
      'server-error': async () =>
        server.fault('sendMessage', { kind: 'status', status: 500, description: 'Internal Server Error' }),
      gone: async () => person.blocks(),
      'lost-response': async () => server.fault('sendMessage', { kind: 'lost' }),
      unreachable: () => server.close(),
    },
    malformed: [{}, { update_id: 'seven' }, { update_id: 1, message: 'hi' }, { update_id: 1, message: { text: 'hi' } }],
    close: async () => {
      await telegram.close()
      expect(server.violations).toEqual([])
      expect(log.lines.join('\n')).not.toMatch(/AA-a-secret|webhook_secret|Maria|olá|mapa|formul/)
    },
  }
}

channelContract('Telegram by long polling', open(false))
channelContract('Telegram by webhook', open(true))
