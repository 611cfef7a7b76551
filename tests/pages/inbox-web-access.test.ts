import { afterEach, beforeEach, expect, it } from 'vitest'
import { codeOf } from '../inbox/totp.ts'
import { type InboxBrowser, signIn, startInboxBrowser } from '../support/inbox-browser.ts'
import { PASSWORD, SETUP_TOKEN } from '../support/inbox-fixture-server.ts'

let world: InboxBrowser

/** Signed in with a session of its own. */
const enter = async (path: string) => {
  const page = await world.open(path)
  await signIn(page)
  await page.getByRole('navigation', { name: 'Páginas' }).waitFor()
  return page
}

beforeEach(async () => {
  world = await startInboxBrowser()
})
afterEach(() => world.stop())

it('says that the password is wrong, keeps what was typed, and after some tries how long to wait', async () => {
  const page = await world.open('')
  await signIn(page, 'zenaida@exemplo.cv', 'not the password')
  await page.getByText('O e-mail ou a palavra-passe não está certo.').waitFor()
  expect(await page.getByLabel('E-mail de serviço').inputValue()).toBe('zenaida@exemplo.cv')
  for (let tries = 0; tries < 5; tries += 1) {
    const answered = page.waitForResponse((response) => response.url().endsWith('/sign-in/email'))
    await page.getByRole('button', { name: 'Continuar' }).click()
    await answered
    await page.locator('.field-error').waitFor()
  }
  await page.getByText('Demasiadas tentativas. Espere 1 minuto e tente de novo.').waitFor()
})

it('makes the first account from the one-time link, and is in', async () => {
  const page = await world.open(`setup?token=${SETUP_TOKEN}`)
  await page.getByLabel('Nome').fill('Domingas T.')
  await page.getByLabel('E-mail de serviço').fill('domingas@exemplo.cv')
  await page.getByLabel('Palavra-passe', { exact: true }).fill('curta')
  await page.getByRole('button', { name: 'Criar conta' }).click()
  expect(await page.getByRole('navigation', { name: 'Páginas' }).count()).toBe(0)
  await page.getByLabel('Palavra-passe', { exact: true }).fill('muito mais comprida')
  await page.getByRole('button', { name: 'Criar conta' }).click()
  await page.getByRole('navigation', { name: 'Páginas' }).waitFor()
  expect(page.url()).not.toContain('token')
})

it('says that a link no longer works', async () => {
  const page = await world.open('invite?token=something-old')
  await page.getByText('Este link já não serve. Peça um novo.').waitFor()
})

it('sets up a second factor, asks for it at the next sign-in, and takes a recovery code once', async () => {
  const page = await enter('account')
  await page.getByRole('button', { name: 'Ligar segundo passo' }).click()
  await page.getByLabel('Confirme a palavra-passe', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Continuar' }).click()
  const secret = (await page.getByRole('link', { name: 'Abrir na aplicação' }).getAttribute('href')) ?? ''
  await page.getByRole('textbox', { name: 'Código' }).fill('000000')
  await page.getByRole('button', { name: 'Ligar segundo passo' }).click()
  await page.getByText('Esse código já não é válido.').waitFor()
  await page.getByRole('textbox', { name: 'Código' }).fill(codeOf(secret))
  await page.getByRole('button', { name: 'Ligar segundo passo' }).click()
  const recovery = (await page.locator('.recovery code').first().textContent()) ?? ''
  await page.getByRole('button', { name: 'Já guardei os códigos' }).click()
  await page.getByText('Ligado', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'Sair' }).click()
  await signIn(page)
  await page.getByRole('heading', { name: 'Código de 6 dígitos' }).waitFor()
  await page.getByRole('textbox', { name: 'Código' }).fill(codeOf(secret))
  await page.getByRole('button', { name: 'Entrar' }).click()
  await page.getByRole('navigation', { name: 'Páginas' }).waitFor()

  const other = await world.open('')
  await signIn(other)
  await other.getByRole('button', { name: 'Usar um código de recuperação' }).click()
  await other.getByRole('textbox', { name: 'Código de recuperação' }).fill(recovery)
  await other.getByRole('button', { name: 'Entrar' }).click()
  await other.getByRole('navigation', { name: 'Páginas' }).waitFor()
})

it('lists the sessions and ends another one; a new password ends the rest', async () => {
  const first = await enter('account')
  const second = await enter('account')
  await first.reload()
  const rows = first.locator('[aria-labelledby=sessions] li')
  await expect.poll(() => rows.count()).toBe(2)
  expect(await first.getByText('Esta', { exact: true }).count()).toBe(1)
  await first.getByRole('button', { name: /^Terminar/ }).click()
  await expect.poll(() => rows.count()).toBe(1)
  await second.reload()
  await second.getByRole('heading', { name: 'Entrar' }).waitFor()
  await first.getByLabel('Palavra-passe atual', { exact: true }).fill(PASSWORD)
  await first.getByLabel('Palavra-passe nova', { exact: true }).fill('outra frase comprida')
  await first.getByRole('button', { name: 'Mudar palavra-passe' }).click()
  await first.locator('p', { hasText: 'Palavra-passe mudada.' }).waitFor()
  await signIn(second, 'zenaida@exemplo.cv', 'outra frase comprida')
  await second.getByRole('navigation', { name: 'Páginas' }).waitFor()
})

it('signs in over the page when the session ends, and the draft is still there', async () => {
  const page = await enter('cases/t-fatou')
  await page.locator('#composer-field').fill('Um rascunho')
  world.inbox.endSessions()
  // The page may have found out by itself: then the button is behind the dialog already.
  await page.getByRole('button', { name: 'Enviar' }).dispatchEvent('click')
  await page.getByText('A sessão terminou.').first().waitFor()
  expect(await page.locator('#composer-field').inputValue()).toBe('Um rascunho')
  const over = page.getByRole('dialog')
  await over.getByLabel('E-mail de serviço').fill('zenaida@exemplo.cv')
  await over.getByLabel('Palavra-passe', { exact: true }).fill(PASSWORD)
  await over.getByRole('button', { name: 'Continuar' }).click()
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  await page.getByRole('button', { name: 'Enviar' }).click()
  await page.locator('.bubble.staff', { hasText: 'Um rascunho' }).waitFor()
})

it('forgets every draft on signing out', async () => {
  const page = await enter('cases/t-fatou')
  await page.locator('#composer-field').fill('Um rascunho')
  await page.goto(`${world.inbox.url}/inbox/account`)
  await page.getByRole('button', { name: 'Sair' }).click()
  await page.waitForURL((url) => url.pathname === '/inbox/')
  await page.getByRole('heading', { name: 'Entrar' }).waitFor()
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('inbox.draft')))).toEqual(
    [],
  )
})
