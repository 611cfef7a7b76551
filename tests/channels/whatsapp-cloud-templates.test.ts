import { afterEach, beforeEach, expect, test } from 'vitest'
import { after, HOUR } from '../../bot/time.ts'
import { NUMBER, openWhatsappCloudApp, type WhatsappCloudApp, ZENAIDA } from '../support/whatsapp-cloud-app.ts'
import type { AccountTemplate } from '../support/whatsapp-cloud-methods.ts'

const body = (text: string) => ({ type: 'BODY', text })
const of = (name: string, components: AccountTemplate['components'], more = {}): AccountTemplate => ({
  name,
  language: 'pt_PT',
  status: 'APPROVED',
  components,
  ...more,
})
const TEMPLATES: readonly AccountTemplate[] = [
  of('resposta', [
    { type: 'HEADER', format: 'TEXT', text: 'Apoio' },
    body('A unidade de {{1}} respondeu. Escreva para ler. {{2}}'),
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Ler' }] },
  ]),
  of('ola', [body('Olá!')]),
  of('pending', [body('x')], { status: 'PENDING' }),
  of('named', [body('{{nome}}')], { parameter_format: 'NAMED' }),
  of('picture', [{ type: 'HEADER', format: 'IMAGE' }, body('x')]),
  of('head', [{ type: 'HEADER', format: 'TEXT', text: '{{1}}' }, body('x')]),
  of('link', [body('x'), { type: 'BUTTONS', buttons: [{ type: 'URL', url: 'https://example.org/{{1}}' }] }]),
  of('carousel', [body('x'), { type: 'CAROUSEL' }]),
]

let app: WhatsappCloudApp
beforeEach(async () => {
  app = await openWhatsappCloudApp({ templates: TEMPLATES })
})
afterEach(async () => {
  await app.close()
  expect(app.server.violations).toEqual([])
  expect(app.log.lines.join('\n')).not.toMatch(/Espargos|99123/)
})

const list = () => app.channel.templates?.list()

test('those that are approved and can be filled are listed, and Meta is not asked again for some minutes', async () => {
  const asked = () => app.server.calls.filter(({ path }) => path.endsWith('/message_templates')).length
  expect(await list()).toEqual({
    ok: true,
    value: [
      { name: 'resposta', language: 'pt_PT', body: 'A unidade de {{1}} respondeu. Escreva para ler. {{2}}' },
      { name: 'ola', language: 'pt_PT', body: 'Olá!' },
    ],
  })
  await list()
  expect(asked()).toBe(1)
  app.clock.advance(HOUR)
  await list()
  expect(asked()).toBe(2)
})

test('that they cannot be asked for is a value, and is tried again with the next look', async () => {
  app.server.fault('templates', { kind: 'error', code: 190, status: 401 }, { kind: 'garbled' })
  expect([(await list())?.ok, (await list())?.ok, (await list())?.ok]).toEqual([false, false, true])
})

test('one goes out when the window has closed; the answer of the person opens it again', async () => {
  const { row } = await app.handsOff()
  app.clock.advance(25 * HOUR)
  const text = 'A unidade de Espargos respondeu. Escreva para ler. Bom dia'
  const template = { name: 'resposta', language: 'pt_PT', values: ['Espargos', 'Bom dia'] }
  expect((await app.desk.reply(row.id, ZENAIDA, app.scope, text, null, { template })).kind).toBe('done')
  await app.settle()
  expect(app.server.sent(NUMBER).at(-1)).toMatchObject({ form: 'template', text })
  expect(await app.lastReply()).toMatchObject({ delivery: 'sent', change: { text } })

  await app.desk.reply(row.id, ZENAIDA, app.scope, 'free words', null)
  await app.settle()
  expect(await app.lastReply()).toMatchObject({ delivery: 'failed', failure: 'outside-window' })
  await app.says('hello?')
  await app.desk.reply(row.id, ZENAIDA, app.scope, 'free words', null)
  await app.settle()
  expect(await app.lastReply()).toMatchObject({ delivery: 'sent' })
})

test('one that Meta no longer has is refused, and staff see that', async () => {
  const { row } = await app.handsOff()
  const template = { name: 'gone', language: 'pt_PT', values: [] }
  await app.desk.reply(row.id, ZENAIDA, app.scope, 'x', null, { template })
  await app.settle()
  expect(await app.lastReply()).toMatchObject({ delivery: 'failed', failure: '132001' })
})

test('a reminder after the window has closed goes out as its template, and in own words not at all', async () => {
  const { row } = await app.handsOff()
  const now = app.clock.now()
  const text = 'A unidade de Espargos respondeu. Escreva para ler. Bom dia'
  const template = { name: 'resposta', language: 'pt_PT', values: ['Espargos', 'Bom dia'] }
  await app.desk.remind(row.id, ZENAIDA, app.scope, { at: after(now, 30 * HOUR), text, template })
  await app.desk.remind(row.id, ZENAIDA, app.scope, { at: after(now, 31 * HOUR), text: 'own words', template: null })
  app.clock.advance(32 * HOUR)
  await app.settle()
  expect(app.server.sent(NUMBER).at(-1)).toMatchObject({ form: 'template', text })
  const reminded = (await app.ticket()).entries.filter(({ change }) => change.kind === 'reminded')
  expect(reminded).toMatchObject([
    { delivery: 'sent', change: { text } },
    { delivery: 'failed', failure: 'outside-window', change: { text: 'own words' } },
  ])
})
