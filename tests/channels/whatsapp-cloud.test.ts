import { expect } from 'vitest'
import { openWhatsappCloud, PHONE_ID } from '../support/whatsapp-cloud-stage.ts'
import type { Profile } from '../support/whatsapp-cloud-world.ts'
import { channelContract, type Stage } from './contract.ts'

const NUMBER = '2389912345'
const VALUE = { metadata: { phone_number_id: PHONE_ID } }
const delivery = (value: unknown) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
})

const open = (address: string, profile: Profile) => async (): Promise<Stage> => {
  const cloud = await openWhatsappCloud()
  const { server, channel, log } = cloud
  const person = server.person(NUMBER, { name: 'Maria', ...profile })
  let last = ''
  return {
    channel,
    address,
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
      (await server.untilSent(NUMBER, atLeast)).map(({ text, buttons, attached }) => ({
        text,
        attached,
        buttons: buttons.map(({ label }) => label),
      })),
    faults: {
      'rate-limited': async () => server.fault('messages', { kind: 'error', code: 130429 }),
      'server-error': async () => server.fault('messages', { kind: 'status', status: 500 }),
      gone: async () => person.leaves(),
      'lost-response': async () => server.fault('messages', { kind: 'lost' }),
      unreachable: () => server.close(),
    },
    malformed: [
      {},
      { object: 'page', entry: [] },
      { object: 'whatsapp_business_account' },
      { object: 'whatsapp_business_account', entry: [{ changes: 'x' }] },
      delivery(VALUE).entry,
    ],
    close: async () => {
      await cloud.close()
      expect(server.violations).toEqual([])
      expect(log.lines.join('\n')).not.toMatch(/no-log-may-show|Maria|olá|99123|mapa|formul/)
    },
  }
}

channelContract('WhatsApp Cloud API, by number', open(NUMBER, {}))
channelContract('WhatsApp Cloud API, by account without a number', open('CV.77', { userId: 'CV.77', tells: 'account' }))
