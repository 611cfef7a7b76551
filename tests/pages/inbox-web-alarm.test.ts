import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Browser } from '../inbox/browser.ts'
import { PASSWORD, startInbox, type TestInbox } from '../inbox/support.ts'
import { type InboxBrowser, openInboxPage, signIn } from '../support/inbox-browser.ts'

/** The alarm of the page against the real server, with the tones counted where the browser begins to play them. */
let inbox: TestInbox
let admin: Browser
let rui: Browser
let world: Pick<InboxBrowser, 'open' | 'stop'>
let storageState: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>
let cases = 0
let address = ''

beforeAll(async () => {
  world = await openInboxPage(async (dist) => {
    const options = { requireTwoFactor: [], dist }
    inbox = await startInbox(options)
    return { url: inbox.origin, stop: inbox.stop }
  })
  admin = await inbox.administrator()
  await inbox.member(admin, 'sara@aai.cv', 'agent', ['sal'], 'Sara')
  rui = await inbox.member(admin, 'rui@aai.cv', 'agent', ['sal'], 'Rui')
  const page = await world.open('')
  await signIn(page, 'sara@aai.cv', PASSWORD)
  await page.getByRole('navigation', { name: 'Páginas' }).waitFor()
  storageState = await page.context().storageState()
})
afterAll(() => world.stop())
beforeEach(() => {
  cases += 1
  address = `d${cases}`
})

const path = (rest: string) => `/inbox/api/tickets/ticket-${address}/${rest}`
const endCase = () => admin.post(path('close'), { outcome: 'other', topic: null })

/** A page on which nobody has pressed anything yet, and whose time the test puts forward. */
const freshPage = async (): Promise<Page> => {
  const page = await world.open('', { storageState })
  await page.clock.install()
  await page.addInitScript(() => {
    const begin = OscillatorNode.prototype.start
    const counted = { tones: 0 }
    Object.assign(globalThis, { counted })
    OscillatorNode.prototype.start = function (at) {
      counted.tones += 1
      begin.call(this, at)
    }
  })
  await page.reload()
  await page.getByRole('navigation', { name: 'Páginas' }).waitFor()
  return page
}
const alarmOf = (page: Page) => page.locator('.alarm[role=alert]')
const rings = async (page: Page) =>
  (await page.evaluate(() => (globalThis as unknown as { counted: { tones: number } }).counted.tones)) / 3
const halfMinute = (page: Page) => page.clock.fastForward(30_000)
const press = (page: Page) => page.getByRole('heading', { name: 'Conversas' }).last().click()

it('shows danger that was there before, and rings after a first press, every half minute, until it is taken', async () => {
  await inbox.openCase('sal', address, { danger: 'violence', name: 'Ana' })
  const page = await freshPage()
  await alarmOf(page).getByText('Perigo: violência. Ainda ninguém assumiu.').waitFor()
  expect(await page.title()).toBe('Perigo (1) · Conversas · Morabeza')
  await halfMinute(page)
  expect(await rings(page)).toBe(0)
  await press(page)
  await halfMinute(page)
  await expect.poll(() => rings(page)).toBe(1)
  await halfMinute(page)
  await expect.poll(() => rings(page)).toBe(2)

  await alarmOf(page).getByRole('link', { name: 'Abrir o caso de Ana' }).click()
  await page.getByRole('button', { name: 'Assumir agora' }).click()
  await expect.poll(() => page.title()).toBe('Conversas · Morabeza')
  await page.getByRole('link', { name: 'Conta', exact: true }).click()
  expect(await alarmOf(page).count()).toBe(0)
  await halfMinute(page)
  await page.getByRole('heading', { name: 'Preferências' }).waitFor()
  expect(await rings(page)).toBe(2)
  await page.context().close()
})

it('rings at once when danger arrives, on every page, and names the one who waits longest', async () => {
  const page = await freshPage()
  await press(page)
  expect(await alarmOf(page).count()).toBe(0)
  await page.getByRole('link', { name: 'Conta', exact: true }).click()
  await inbox.openCase('sal', address, { danger: 'sea', name: 'Moussa' })
  await alarmOf(page).getByText('Perigo: perigo no mar.').waitFor()
  await expect.poll(() => rings(page)).toBe(1)
  await inbox.openCase('sal', `${address}-2`, { danger: 'fire-disaster', name: 'Fatou' })
  await alarmOf(page).getByText('E mais 1 caso de perigo.').waitFor()
  await expect.poll(() => rings(page)).toBe(2)
  expect(await alarmOf(page).getByRole('link').textContent()).toBe('Abrir o caso de Moussa')

  // A colleague takes one, the other is closed: nothing rings any more.
  await rui.post(path('claim'), { over: null })
  await alarmOf(page).getByRole('link', { name: 'Abrir o caso de Fatou' }).waitFor()
  expect(await page.title()).toBe('Perigo (1) · Conversas · Morabeza')
  address = `${address}-2`
  await endCase()
  await expect.poll(() => alarmOf(page).count()).toBe(0)
  await halfMinute(page)
  await expect.poll(() => page.title()).toBe('Conversas · Morabeza')
  expect(await rings(page)).toBe(2)
  await page.context().close()
})

it('rings for whoever has a case that becomes danger, until they look', async () => {
  await inbox.openCase('sal', address, { name: 'Blessing' })
  const page = await freshPage()
  await page.goto(`${inbox.origin}/inbox/cases/ticket-${address}`)
  await page.getByRole('button', { name: 'Assumir' }).click()
  await page.getByLabel('Responder', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Conta', exact: true }).click()
  await page.getByRole('heading', { name: 'Preferências' }).waitFor()
  await inbox.becomesDanger(address, 'medical')
  await alarmOf(page).getByText('Perigo: emergência médica. O caso está consigo.').waitFor()
  await expect.poll(() => rings(page)).toBe(1)
  await alarmOf(page).getByRole('link').click()
  await page.getByRole('heading', { name: 'Perigo: emergência médica' }).waitFor()
  await expect.poll(() => page.title()).toBe('Conversas · Morabeza')
  await page.getByRole('link', { name: 'Conta', exact: true }).click()
  await page.getByRole('heading', { name: 'Preferências' }).waitFor()
  await expect.poll(() => alarmOf(page).count()).toBe(0)
  await page.context().close()
})

it('stays silent where the sound is switched off, and still shows it', async () => {
  const page = await freshPage()
  await page.getByRole('link', { name: 'Conta', exact: true }).click()
  await page.getByLabel('Som de perigo').uncheck()
  await inbox.openCase('sal', address, { danger: 'suicide' })
  await alarmOf(page).waitFor()
  await halfMinute(page)
  expect(await rings(page)).toBe(0)
  await page.getByLabel('Som de perigo').check()
  await halfMinute(page)
  await expect.poll(() => rings(page)).toBe(1)
  await endCase()
  await page.context().close()
})

it('follows the changes from the list that it got, so that no case is told twice', async () => {
  await inbox.openCase('sal', address)
  const page = await world.open('', { storageState })
  let answer = () => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  // The page that is open now may ask for changes once more while it is being left.
  const inboxUrl = page.url()
  await page.goto('about:blank')
  const lines: string[] = []
  const revisions: number[] = []
  page.on('request', (request) => {
    if (request.url().includes('/events')) lines.push(new URL(request.url()).search)
  })
  await page.route('**/inbox/api/tickets?*', async (route) => {
    await held
    const response = await route.fetch()
    revisions.push((await response.json()).revision)
    await route.fulfill({ response })
  })
  await page.goto(inboxUrl)
  await page.getByRole('navigation', { name: 'Páginas' }).waitFor()
  await page.getByText('A carregar').first().waitFor({ state: 'attached' })
  expect(lines).toEqual([])
  answer()
  await expect.poll(() => lines.length).toBe(1)
  expect(revisions[0]).toBeGreaterThan(0)
  expect(lines).toEqual([`?since=${revisions[0]}`])
  await page.context().close()
})
