import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Browser } from '../inbox/browser.ts'
import { PASSWORD, startInbox, type TestInbox } from '../inbox/support.ts'
import { type InboxBrowser, openInboxPage, signIn } from '../support/inbox-browser.ts'

/** What staff find on the page against the real server: their language, their password, what is unread. */
let inbox: TestInbox
let admin: Browser
let world: Pick<InboxBrowser, 'open' | 'stop'>

beforeAll(async () => {
  world = await openInboxPage(async (dist) => {
    const options = { requireTwoFactor: [], dist }
    inbox = await startInbox(options)
    return { url: inbox.origin, stop: inbox.stop }
  })
  admin = await inbox.administrator()
})
afterAll(() => world.stop())

let entered = 0
/** Somebody of the unit of Boa Vista, signed in. */
const enter = async (name: string): Promise<Page> => {
  entered += 1
  const email = `${name.toLowerCase()}-${entered}@aai.cv`
  await inbox.member(admin, email, 'agent', ['boa-vista'], name)
  const page = await world.open('')
  await signIn(page, email, PASSWORD)
  await page.getByRole('navigation', { name: 'Páginas' }).waitFor()
  return page
}

it('is Portuguese whatever the browser speaks, until another language is chosen, which can be done before signing in', async () => {
  const page = await world.open('', { locale: 'fr-FR' })
  await page.getByRole('heading', { name: 'Entrar' }).waitFor()
  expect(await page.getAttribute('html', 'lang')).toBe('pt')
  await page.getByLabel('Língua da página').selectOption('en')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await page.getAttribute('html', 'lang')).toBe('en')
  // An account that has chosen none goes by the device.
  await page.getByLabel('Work e-mail').fill('ana@aai.cv')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('navigation', { name: 'Pages' }).waitFor()
})

it('says in words, at its field, that a new password is too common or the present one is wrong', async () => {
  const page = await enter('Sara')
  await page.goto(`${inbox.origin}/inbox/account`)
  const present = page.getByLabel('Palavra-passe atual', { exact: true })
  const next = page.getByLabel('Palavra-passe nova', { exact: true })
  const change = page.getByRole('button', { name: 'Mudar palavra-passe' })
  await present.fill(PASSWORD)
  await next.fill('password1234')
  await change.click()
  const about = (field: typeof next) =>
    field.evaluate((input) =>
      (input.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .filter((id) => id.endsWith('-error'))
        .map((id) => document.getElementById(id)?.textContent),
    )
  const common = 'Essa palavra-passe é das primeiras que alguém tenta. Escolha outra.'
  await expect.poll(() => about(next)).toEqual([common])
  expect([await about(present), await page.locator('.field-error').count()]).toEqual([[], 1])
  await next.fill('quatro tartarugas na praia')
  await present.fill('not the password')
  await change.click()
  await expect.poll(() => about(present)).toEqual(['Essa não é a sua palavra-passe atual.'])
  expect(await about(next)).toEqual([])
})

it('counts as unread what the person and colleagues wrote, not the own lines and those of the assistant', async () => {
  const page = await enter('Rui')
  await inbox.openCase('boa-vista', 'u1', { name: 'Blessing O.' })
  const count = page.locator('[data-case=ticket-u1] .count [aria-hidden]')
  await expect.poll(() => count.allTextContents()).toEqual(['1'])
  await page.locator('[data-case=ticket-u1]').click()
  await page.getByRole('button', { name: 'Assumir' }).click()
  await page.getByLabel('Responder', { exact: true }).fill('Which day does it end?')
  await page.getByLabel('Responder', { exact: true }).press('Control+Enter')
  await page.locator('.bubble.staff').waitFor()
  await page.getByRole('link', { name: 'Conta', exact: true }).click()
  await page.getByRole('heading', { name: 'Preferências' }).waitFor()
  await page.getByRole('link', { name: /Conversas$/ }).click()
  await page.locator('[data-case=ticket-u1]', { hasText: 'Which day' }).waitFor()
  expect(await count.count()).toBe(0)
  await inbox.writes('u1', { kind: 'text', text: 'On Friday' })
  await admin.post('/inbox/api/tickets/ticket-u1/note', { text: 'She called, too' })
  await expect.poll(() => count.allTextContents()).toEqual(['2'])
})

it('names the island of a case, and leaves out the topic that it does not have', async () => {
  const page = await enter('Lina')
  await inbox.openCase('boa-vista', 'i1')
  await page.goto(`${inbox.origin}/inbox/cases/ticket-i1`)
  const facts = page.locator('.facts div')
  await facts.first().waitFor()
  const shown = await facts.allTextContents()
  expect(shown).toContain('IlhaBoa Vista')
  expect(shown.filter((fact) => fact.startsWith('Tema'))).toEqual([])
})

it('ends the sessions of a colleague, whose page asks to sign in again', async () => {
  const colleague = await enter('Nuno')
  const page = await world.open('')
  await signIn(page, 'ana@aai.cv', PASSWORD)
  await page.getByRole('link', { name: 'Equipa' }).click()
  await page.getByRole('button', { name: 'Mudar: Nuno' }).click()
  await page.getByRole('button', { name: 'Terminar sessões' }).click()
  await page.getByRole('dialog').getByText('Sessões terminadas').waitFor()
  await colleague.getByText('A sessão terminou.').first().waitFor()
})
