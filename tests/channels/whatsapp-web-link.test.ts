import { expect, it } from 'vitest'
import { conversationId } from '../../bot/ids.ts'
import { openWhatsAppWeb } from '../support/whatsapp-web-stage.ts'
import { createReceived, REF } from './received.ts'

const PERSON = '2385551111@c.us'

it('takes a message, and brings the answer, once a telephone has scanned the code', async () => {
  const { server, channel, close } = await openWhatsAppWeb({ server: { linksAtOnce: false } })
  const received = createReceived()
  await channel.start(received.receive, received.report)
  await server.untilPages(1)
  await expect.poll(() => channel.link.state(), { timeout: 15_000 }).toMatchObject({ kind: 'scan' })
  server.scan()
  await expect.poll(() => channel.link.state(), { timeout: 15_000 }).toEqual({ kind: 'linked', as: 'Unidade do Sal' })
  server.person(PERSON).says('olá')
  await received.untilCount(1)
  expect(received.messages[0]).toMatchObject({
    conversation: conversationId('whatsapp-web', PERSON),
    from: 'Maria',
    phone: '+2385551111',
    body: { kind: 'text', text: 'olá' },
  })
  const { call } = channel.render({ text: 'Olá, *Maria*', choices: [] }, PERSON)
  expect((await channel.send(call, REF)).kind).toBe('sent')
  expect((await server.untilSent(PERSON, 1)).map(({ text }) => text)).toEqual(['Olá, *Maria*'])
  await server.until('the chat is read', () => server.unread(PERSON) === 0)
  await channel.stop()
  expect(server.violations).toEqual([])
  await close()
})
