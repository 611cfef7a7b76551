import { afterAll, beforeAll, expect, it } from 'vitest'
import { startInbox, type TestInbox } from '../inbox/support.ts'
import { codeOf } from '../inbox/totp.ts'
import { type InboxBrowser, openInboxPage } from '../support/inbox-browser.ts'

/** The page against the real server: from the first link to a closed case, by two people in two browsers. */
let inbox: TestInbox
let world: Pick<InboxBrowser, 'open' | 'stop'>

beforeAll(async () => {
  world = await openInboxPage(async (dist) => {
    const options = { requireTwoFactor: ['admin'] as const, dist }
    inbox = await startInbox(options)
    return { url: inbox.origin, stop: inbox.stop }
  })
})
afterAll(() => world.stop())

const PASSWORD = 'quatro tartarugas na praia'

it('sets up the first administrator with a second factor, invites an agent, and the agent answers a person', async () => {
  const link = new URL((await inbox.inbox.setupLink()) ?? 'none:')
  const admin = await world.open(`setup${link.search}`)
  await admin.getByLabel('Nome').fill('Domingas T.')
  await admin.getByLabel('E-mail de serviço').fill('domingas@exemplo.cv')
  await admin.getByLabel('Palavra-passe', { exact: true }).fill('password1234')
  await admin.getByRole('button', { name: 'Criar conta' }).click()
  await admin.getByText('Essa palavra-passe é das primeiras que alguém tenta.').waitFor()
  await admin.getByLabel('Palavra-passe', { exact: true }).fill(PASSWORD)
  await admin.getByRole('button', { name: 'Criar conta' }).click()

  await admin.getByText('A sua conta precisa de um segundo passo').waitFor()
  await admin.getByLabel('Confirme a palavra-passe', { exact: true }).fill(PASSWORD)
  await admin.getByRole('button', { name: 'Continuar' }).click()
  const secret = (await admin.getByRole('link', { name: 'Abrir na aplicação' }).getAttribute('href')) ?? ''
  await admin.getByRole('textbox', { name: 'Código' }).fill(codeOf(secret))
  await admin.getByRole('button', { name: 'Ligar segundo passo' }).click()
  await admin.getByRole('button', { name: 'Já guardei os códigos' }).click()

  await admin.getByRole('link', { name: 'Equipa' }).click()
  await admin.getByRole('button', { name: 'Convidar pessoa' }).click()
  await admin.getByLabel('E-mail de serviço').fill('zenaida@exemplo.cv')
  await admin.getByRole('checkbox').first().check()
  await admin.getByRole('button', { name: 'Criar link' }).click()
  const invitation = new URL(await admin.getByLabel('Link do convite').inputValue())
  await admin.keyboard.press('Escape')

  const agent = await world.open(`invite${invitation.search}`)
  await agent.getByLabel('Nome').fill('Zenaida M.')
  expect(await agent.getByLabel('E-mail de serviço').inputValue()).toBe('zenaida@exemplo.cv')
  await agent.getByLabel('Palavra-passe', { exact: true }).fill(PASSWORD)
  await agent.getByRole('button', { name: 'Criar conta' }).click()
  await agent.getByText('Ninguém à espera').waitFor()
  expect(await agent.getByRole('link', { name: 'Equipa' }).count()).toBe(0)

  await inbox.openCase('sal', '101', { words: 'My permit ends soon', name: 'Blessing O.' })
  await agent.getByRole('link', { name: /Blessing O./ }).click()
  await agent.getByText('My permit ends soon').first().waitFor()
  await agent.getByRole('button', { name: 'Assumir' }).click()

  // Whoever else presses later is told who was first.
  await admin.goto(`${inbox.origin}/inbox/cases/ticket-101`)
  await admin.getByText('Zenaida M. está a tratar deste caso.').waitFor()

  await agent.getByLabel('Responder', { exact: true }).fill('Which day does it end?')
  await inbox.writes('101', { kind: 'text', text: 'It ends on Friday' })
  await agent.locator('.bubble.person', { hasText: 'It ends on Friday' }).waitFor()
  await agent.getByLabel('Responder', { exact: true }).press('Control+Enter')
  await agent.getByRole('button', { name: 'Enviar assim mesmo' }).click()
  await agent.locator('.bubble.staff', { hasText: 'Which day does it end?' }).waitFor()
  await admin.locator('.bubble.staff', { hasText: 'Which day does it end?' }).waitFor()

  await agent.getByRole('heading', { name: 'Blessing O.' }).click()
  await agent.keyboard.press('e')
  await agent.getByRole('heading', { name: 'Fechar caso' }).waitFor()
  await agent.keyboard.press('Enter')
  await agent.getByText('Este caso está fechado: Informado.').waitFor()
  await admin.getByText('Este caso está fechado: Informado.').waitFor()

  // A colleague who is away: the case is taken over, after one question, and both see who has it.
  await inbox.openCase('sal', '102', { words: 'He beats me', name: 'Ana', danger: 'violence' })
  await agent.goto(`${inbox.origin}/inbox/cases/ticket-102`)
  await agent.waitForFunction(() => document.title.startsWith('Perigo (1)'), undefined, { timeout: 4000 })
  await agent.getByRole('button', { name: 'Assumir agora' }).click()
  await agent.waitForFunction(() => !document.title.startsWith('Perigo'), undefined, { timeout: 4000 })
  await admin.goto(`${inbox.origin}/inbox/cases/ticket-102`)
  await admin.getByRole('button', { name: 'Mais ações' }).click()
  await admin.getByRole('button', { name: 'Assumir no lugar de Zenaida M.' }).click()
  await admin.getByText('Zenaida M. deixa de ter este caso').waitFor()
  await admin.keyboard.press('Enter')
  await admin.getByLabel('Responder', { exact: true }).waitFor()
  await agent.getByText('Domingas T. está a tratar deste caso.').waitFor()
})
