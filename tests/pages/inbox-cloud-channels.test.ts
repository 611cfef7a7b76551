import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../support/axe.ts'
import { openChannelsPage } from '../support/inbox-channels-page.ts'
import { openWhatsappCloud, type WhatsappCloudStage } from '../support/whatsapp-cloud-stage.ts'

/** The panel of the Cloud API with the real adapter behind it, and a simulated Meta behind that. */
const NUMBER = '2389912345'
let stage: WhatsappCloudStage
let world: Awaited<ReturnType<typeof openChannelsPage>>

beforeAll(async () => {
  stage = await openWhatsappCloud()
  world = await openChannelsPage(stage.channel, { whatsappCloud: stage.channel.setup })
})
afterAll(async () => {
  await world.stop()
  await stage.close()
  expect(stage.server.violations).toEqual([])
})

it('leads through the set-up, and sends a test message', async () => {
  const page = await world.open()
  const panel = page.getByRole('region', { name: 'WhatsApp pela Cloud API' })
  await panel.getByText('A Meta ainda não verificou o endereço').waitFor()
  await panel.getByText(stage.webhook).waitFor()
  await panel.getByText('Apoio ao Imigrante, +238 990 00 00').waitFor()
  await panel.getByText('Boa', { exact: true }).waitFor()

  await stage.shake()
  await panel.getByText('ainda não chegou nenhuma mensagem').waitFor()

  await panel.getByLabel('Número para o teste').fill('+238 991 23 45')
  const send = panel.getByRole('button', { name: 'Enviar mensagem de teste' })
  await send.click()
  await panel.getByText('Esse número não escreveu nas últimas 24 horas').waitFor()

  stage.server.person(NUMBER).says('olá')
  await panel.getByText('Tudo em ordem').waitFor()
  await send.click()
  await panel.getByText('Veja se chegou a esse telemóvel').waitFor()
  expect(stage.server.sent(NUMBER)).toHaveLength(1)

  stage.server.fault('messages', { kind: 'error', code: 190, status: 401 })
  await send.click()
  await panel.getByText('Não foi enviada').waitFor()
  await panel.getByText('Para quem gere o programa').waitFor()
  expect(await findings(page)).toEqual([])
})
