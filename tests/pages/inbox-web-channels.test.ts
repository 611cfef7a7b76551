import type { Page } from 'playwright-core'
import decodeQR from 'qr/decode.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openChannelsPage } from '../support/inbox-channels-page.ts'
import { openWhatsAppWeb, untilLink, type WhatsAppWebStage } from '../support/whatsapp-web-stage.ts'

/** The page "Canais" with the real adapter behind it, and a telephone that scans what the page shows. */
let stage: WhatsAppWebStage
let world: Awaited<ReturnType<typeof openChannelsPage>>

beforeAll(async () => {
  stage = await openWhatsAppWeb({ server: { linksAtOnce: false } })
  world = await openChannelsPage(stage.channel, { whatsappLink: stage.channel.link })
})
afterAll(async () => {
  await world.stop()
  await stage.close()
})

/** What a telephone reads from the drawing, from the squares as they stand in the page. */
const scanned = async (page: Page): Promise<string> => {
  const drawing = page.getByRole('img', { name: 'Código para ligar o WhatsApp' })
  const size = Number((await drawing.getAttribute('viewBox'))?.split(' ')[2])
  const path = (await drawing.locator('path').getAttribute('d')) ?? ''
  const scale = 4
  const width = size * scale
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let down = 0; down < scale; down += 1)
      for (let right = 0; right < scale; right += 1) {
        const at = ((Number(y) * scale + down) * width + Number(x) * scale + right) * 4
        data.fill(0, at, at + 3)
      }
  return decodeQR({ width, height: width, data })
}

it('shows the code, changes it live, says who is linked, and ends the link', async () => {
  const { server } = stage
  const page = await world.open()
  await page.getByRole('heading', { name: 'Canais' }).waitFor()
  await page.getByRole('status').getByText('À espera de ser lido').waitFor()
  expect((await scanned(page)).split(',')[0]).toBe(server.code())
  await page.getByText('O WhatsApp não permite programas por esta via').waitFor()

  server.refreshCode()
  await expect.poll(async () => (await scanned(page)).split(',')[0], { timeout: 10_000 }).toBe(server.code())

  server.scan()
  await page.getByText('Ligado como Unidade do Sal').waitFor()
  await page.getByText('A funcionar').waitFor()

  await page.getByRole('button', { name: 'Desligar conta' }).click()
  await page.getByText('As mensagens deixam de entrar').waitFor()
  await page.getByRole('button', { name: 'Sim, desligar' }).click()
  await page.getByRole('status').getByText('À espera de ser lido').waitFor()
  expect(server.sessions()).toBe(0)
  await page.getByRole('button', { name: 'Fazer novo código' }).click()
  await server.untilPages(0)
  await untilLink(stage.channel, 'scan')
  await page.getByRole('status').getByText('À espera de ser lido').waitFor()
  server.scan()
  await page.getByText('Ligado como Unidade do Sal').waitFor()
  expect(server.violations).toEqual([])
})
