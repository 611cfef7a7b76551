import { afterAll, beforeAll, expect, it } from 'vitest'
import { channelList } from '../../adapters/inbox/contract-channels.ts'
import type { LinkState, WhatsAppLink } from '../../bot/ports/whatsapp-link.ts'
import type { Browser } from './browser.ts'
import { startInbox, type TestInbox } from './support.ts'

const asked: string[] = []
let state: LinkState = { kind: 'starting' }
const link: WhatsAppLink = {
  state: () => state,
  unlink: async () => void asked.push('unlink'),
  renew: async () => void asked.push('renew'),
}

let inbox: TestInbox
let admin: Browser
beforeAll(async () => {
  const options = { requireTwoFactor: [], whatsappLink: link }
  inbox = await startInbox(options)
  admin = await inbox.administrator()
})
afterAll(() => inbox.stop())

it('shows administrators every channel, and how the link of WhatsApp Web stands', async () => {
  const read = async () => channelList.parse((await admin.get('/inbox/api/channels')).json)
  expect(await read()).toEqual({
    channels: [{ name: 'whatsapp-cloud', state: 'on', detail: 'test' }],
    whatsappWeb: { kind: 'starting' },
  })
  const states: readonly LinkState[] = [
    { kind: 'linking' },
    { kind: 'linked', as: 'Unidade do Sal' },
    { kind: 'lost', why: 'network' },
    { kind: 'unlinked' },
    { kind: 'no-browser', command: 'install it' },
    { kind: 'off' },
  ]
  for (const next of states) {
    state = next
    expect((await read()).whatsappWeb).toEqual(next)
  }
  state = { kind: 'scan', code: 'ref,key,key,secret,1' }
  const { whatsappWeb } = await read()
  expect(whatsappWeb).toMatchObject({ kind: 'scan', code: { size: expect.any(Number), path: expect.any(String) } })
  expect(JSON.stringify(whatsappWeb)).not.toContain('secret')
})

it('lets administrators end the link and make a new code, and nobody else', async () => {
  const others = [
    await inbox.member(admin, 'lead@aai.cv', 'lead', ['sal']),
    await inbox.member(admin, 'agent@aai.cv', 'agent', ['sal']),
    inbox.browser(),
  ]
  for (const other of others) {
    for (const answer of [
      await other.get('/inbox/api/channels'),
      await other.post('/inbox/api/channels/whatsapp-web/unlink'),
      await other.post('/inbox/api/channels/whatsapp-web/renew'),
    ]) {
      expect([401, 403]).toContain(answer.status)
      expect(answer.text).not.toMatch(/linked|scan|path/)
    }
  }
  expect(asked).toEqual([])
  expect((await admin.post('/inbox/api/channels/whatsapp-web/unlink')).status).toBe(200)
  expect((await admin.post('/inbox/api/channels/whatsapp-web/renew')).status).toBe(200)
  expect(asked).toEqual(['unlink', 'renew'])
  expect((await admin.post('/inbox/api/channels/whatsapp-web/renew', {}, { 'x-inbox': '0' })).status).toBe(403)
})
