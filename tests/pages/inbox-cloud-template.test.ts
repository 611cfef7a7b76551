import { afterAll, beforeAll, expect, it } from 'vitest'
import { ok } from '../../bot/result.ts'
import { DAY, HOUR } from '../../bot/time.ts'
import type { Browser } from '../inbox/browser.ts'
import { PASSWORD, startInbox, type TestInbox } from '../inbox/support.ts'
import { type InboxBrowser, openInboxPage, signIn } from '../support/inbox-browser.ts'

const body = 'A unidade de {{1}} respondeu.'
const templates = {
  list: async () =>
    ok([
      { name: 'ola', language: 'pt_PT', body: 'Olá!' },
      { name: 'resposta', language: 'pt_PT', body },
    ]),
}
let inbox: TestInbox
let world: Pick<InboxBrowser, 'open' | 'stop'>
let admin: Browser
beforeAll(async () => {
  world = await openInboxPage(async (dist) => {
    const options = { requireTwoFactor: [], dist, templates }
    inbox = await startInbox(options)
    admin = await inbox.administrator()
    return { url: inbox.origin, stop: inbox.stop }
  })
})
afterAll(() => world.stop())

it('offers a template when the window has closed, shows it filled, and sends it', async () => {
  const id = await inbox.openCase('sal', '2389912345')
  await admin.post(`/inbox/api/tickets/${id}/claim`, { over: null })
  const page = await world.open(`cases/${id}`)
  await signIn(page, 'ana@aai.cv', PASSWORD)
  await page.locator('#thread').waitFor()
  // The page of somebody for whom the day has passed.
  await page.clock.setFixedTime(Date.now() + DAY + HOUR)
  await page.reload()
  await page.getByText('A janela do WhatsApp fechou').waitFor()
  await page.getByLabel('Modelo aprovado pelo WhatsApp').selectOption('resposta (pt_PT)')
  await page.getByText(body).waitFor()
  await page.getByLabel('Espaço 1').fill('Sal')
  const preview = page.getByRole('blockquote')
  expect(await preview.textContent()).toBe('A unidade de Sal respondeu.')
  await page.getByRole('button', { name: 'Enviar modelo' }).click()
  await page.locator('.entries').getByText('A unidade de Sal respondeu.').waitFor()
  expect(await page.getByLabel('Espaço 1').inputValue()).toBe('')
})
