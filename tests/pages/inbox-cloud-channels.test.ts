import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PASSWORD, startInbox, type TestInbox } from '../inbox/support.ts'
import { type InboxBrowser, openInboxPage, signIn } from '../support/inbox-browser.ts'
import { openWhatsappCloud, VERIFY_TOKEN, type WhatsappCloudStage } from '../support/whatsapp-cloud-stage.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The panel of the Cloud API with the real adapter behind it, and a simulated Meta behind that. */
const NUMBER = '2389912345'
let stage: WhatsappCloudStage
let inbox: TestInbox
let world: Pick<InboxBrowser, 'open' | 'stop'>

beforeAll(async () => {
  stage = await openWhatsappCloud()
  world = await openInboxPage(async (dist) => {
    const channels = new Map([[stage.channel.name, stage.channel]])
    const options = { requireTwoFactor: [], dist, channels, whatsappCloud: stage.channel.setup }
    inbox = await startInbox(options)
    await inbox.administrator()
    return { url: inbox.origin, stop: inbox.stop }
  })
  await stage.channel.start(
    async () => [],
    async () => undefined,
  )
})
afterAll(async () => {
  await world.stop()
  await stage.channel.stop()
  await stage.close()
  expect(stage.server.violations).toEqual([])
})

const findings = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }
    return (await axe.run()).violations.map(({ id }) => id)
  })
}

it('leads through the set-up, and sends a test message', async () => {
  const page = await world.open('channels')
  await signIn(page, 'ana@aai.cv', PASSWORD)
  const panel = page.getByRole('region', { name: 'WhatsApp pela Cloud API' })
  await panel.getByText('A Meta ainda não verificou o endereço').waitFor()
  await panel.getByText(stage.webhook).waitFor()
  await panel.getByText('Apoio ao Imigrante, +238 990 00 00').waitFor()
  await panel.getByText('Boa', { exact: true }).waitFor()

  const query = { 'hub.mode': 'subscribe', 'hub.verify_token': VERIFY_TOKEN, 'hub.challenge': '1' }
  await (await fetch(`${stage.webhook}?${new URLSearchParams(query)}`)).text()
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
