import type { Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type InboxBrowser, startInboxBrowser } from '../support/inbox-browser.ts'

let world: InboxBrowser
let page: Page

beforeAll(async () => {
  world = await startInboxBrowser()
})
afterAll(() => world.stop())
beforeEach(async () => {
  world.inbox.reset()
  page = await world.enter('cases/t-fatou')
  await page.getByRole('heading', { name: 'Fatou N.' }).waitFor()
})
afterEach(() => page.context().close())

const button = (name: string | RegExp) => page.getByRole('button', { name })
const field = () => page.locator('#composer-field')
const rowNames = () => page.locator('.row .row-name').allTextContents()
const go = (path: string) => page.goto(`${world.inbox.url}/inbox/${path}`)

it('pins danger on top of every view that holds it, the longest wait next', async () => {
  expect(await rowNames()).toEqual(['Visitante 7Q2M', 'Fatou N.', 'Ibrahima C.', 'Blessing O.', 'Nilson'])
  await page
    .getByRole('link', { name: /^Sem dono/ })
    .first()
    .click()
  await page.waitForURL(/view=unassigned/)
  await expect.poll(rowNames).toEqual(['Visitante 7Q2M', 'Ibrahima C.', 'Nilson'])
  await page.getByRole('link', { name: /^Todas/ }).click()
  await expect.poll(async () => (await rowNames()).length).toBe(6)
  expect((await rowNames())[0]).toBe('Visitante 7Q2M')
})

it('searches, and filters what is unread', async () => {
  await page.getByLabel('Procurar pessoa, caso ou texto').fill('contrat')
  await expect.poll(rowNames).toEqual(['Ibrahima C.'])
  await page.getByLabel('Procurar pessoa, caso ou texto').fill('nobody')
  await page.getByText('Nada encontrado').waitFor()
  await page.getByLabel('Procurar pessoa, caso ou texto').fill('')
  await button('Só por ler').click()
  await expect.poll(rowNames).toEqual(['Visitante 7Q2M', 'Ibrahima C.', 'Blessing O.', 'Nilson'])
})

it('keeps the draft over a reload, sends with Ctrl+Enter, and then has no draft', async () => {
  await field().fill('Oui, vous pouvez.')
  await page.reload()
  await expect.poll(() => field().inputValue()).toBe('Oui, vous pouvez.')
  await field().press('Control+Enter')
  await page.locator('.bubble.staff', { hasText: 'Oui, vous pouvez.' }).waitFor()
  expect(await field().inputValue()).toBe('')
  await page.reload()
  await page.locator('.bubble.staff', { hasText: 'Oui, vous pouvez.' }).waitFor()
  expect(await field().inputValue()).toBe('')
})

it('asks once when the person wrote in between, and sends then', async () => {
  await field().fill('Une réponse')
  world.inbox.personWrites('t-fatou', 'Encore une question')
  await page.getByText('Chegou uma mensagem nova enquanto escrevia.').waitFor()
  await button('Enviar').click()
  await button('Enviar assim mesmo').waitFor()
  expect(await page.locator('.bubble.staff', { hasText: 'Une réponse' }).count()).toBe(0)
  await button('Enviar assim mesmo').click()
  await page.locator('.bubble.staff', { hasText: 'Une réponse' }).waitFor()
})

it('lets the new message be read first, and then sends without asking', async () => {
  await field().fill('Une réponse')
  world.inbox.personWrites('t-fatou', 'Encore une question')
  await page.getByRole('button', { name: 'Ler', exact: true }).click()
  await expect.poll(() => page.getByText('Chegou uma mensagem nova').count()).toBe(0)
  await button('Enviar').click()
  await page.locator('.bubble.staff', { hasText: 'Une réponse' }).waitFor()
})

it('names who was first when a claim is lost, and keeps the way to a note open', async () => {
  await go('cases/t-nilson')
  await button('Assumir').waitFor()
  world.inbox.colleagueClaims('t-nilson')
  await button('Assumir').click()
  await page.getByRole('heading', { name: 'Paulo T. assumiu primeiro' }).waitFor()
  await button('Deixar nota').click()
  await field().fill('Eu conheço o caso.')
  await button('Guardar nota').click()
  await page.locator('.bubble.note', { hasText: 'Eu conheço o caso.' }).waitFor()
  expect(await page.locator('.bubble.staff').count()).toBe(0)
})

it('takes a case of danger before a reply can be written', async () => {
  await go('cases/t-danger')
  await page.getByRole('heading', { name: 'Perigo: violência' }).waitFor()
  expect(await field().count()).toBe(0)
  await button('Assumir agora').click()
  await field().waitFor()
  expect(await page.locator('.system').last().textContent()).toMatch(
    /^Zenaida M. assumiu às \d\d:\d\d. O assistente está em silêncio.$/,
  )
})

it('closes in two presses of the keyboard, and reopens', async () => {
  await page.keyboard.press('e')
  await page.getByRole('heading', { name: 'Fechar caso' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('Este caso está fechado: Informado.').waitFor()
  await button('Reabrir caso').click()
  await field().waitFor()
})

it('transfers to a colleague with a note', async () => {
  await button('Transferir').click()
  await page.getByLabel('Paulo T.').check()
  await page.getByLabel('Nota para quem recebe').fill('Tem o dossiê completo.')
  await button('Transferir para Paulo T.').click()
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  await go('cases/t-fatou')
  await page.getByText(/Zenaida M. transferiu para Paulo T./).waitFor()
  await page.locator('.bubble.note', { hasText: 'Tem o dossiê completo.' }).waitFor()
})

it('sends a failed message again', async () => {
  const failed = page.locator('.bubble.failed')
  expect(await failed.textContent()).toContain('Não foi entregue (131026)')
  await failed.getByRole('button', { name: 'Tentar de novo' }).click()
  await expect.poll(() => failed.count()).toBe(0)
  expect(await page.locator('.bubble.staff').last().textContent()).toContain('Na fila')
})

it('fetches a photo only when it is asked for', async () => {
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/media')) asked.push(request.url())
  })
  await page.reload()
  await button('Mostrar fotografia').waitFor()
  expect(asked).toEqual([])
  await button('Mostrar fotografia').click()
  await page.getByAltText('Fotografia que a pessoa enviou').waitFor()
  expect(asked.length).toBe(1)
})

it('plays a voice note in the page, and offers a document to keep', async () => {
  await button('Ouvir nota de voz').click()
  await button('Parar').waitFor()
  await button('Velocidade 1, mudar').click()
  expect(await page.locator('audio').evaluate((sound: HTMLAudioElement) => sound.playbackRate)).toBe(1.5)
  await button('Parar').click()
  await button('Ouvir nota de voz').waitFor()
  await go('cases/t-ibrahima')
  const saved = page.waitForEvent('download')
  await page
    .locator('.entries')
    .getByRole('link', { name: /Contrat.pdf/ })
    .click()
  expect((await saved).suggestedFilename()).toBe('Contrat.pdf')
})

it('shows what comes in, in the list and the thread, without a reload', async () => {
  world.inbox.personWrites('t-fatou', 'Bonjour encore')
  await page.locator('.bubble.person', { hasText: 'Bonjour encore' }).waitFor()
  world.inbox.personWrites('t-nilson', 'N sta li inda')
  await page.locator('[data-case=t-nilson]', { hasText: 'N sta li inda' }).waitFor()
})

it('says since when there is no connection, keeps the draft, and repairs the gap', async () => {
  await page.context().setOffline(true)
  await page.getByText(/Sem ligação desde as/).waitFor()
  await field().fill('Escrito sem rede')
  world.inbox.personWrites('t-fatou', 'Entretanto')
  await page.context().setOffline(false)
  await page.locator('.bubble.person', { hasText: 'Entretanto' }).waitFor()
  await expect.poll(() => page.getByText(/Sem ligação desde as/).count()).toBe(0)
  expect(await field().inputValue()).toBe('Escrito sem rede')
})

it('keeps saying so where the stream was opening when the network went', async () => {
  const asked: Route[] = []
  await page.route('**/events?*', (route) => void asked.push(route))
  await page.reload()
  await expect.poll(() => asked.length).toBe(1)
  await page.context().setOffline(true)
  await page.getByText(/Sem ligação desde as/).waitFor()
  await page.evaluate(() => {
    const watch = new MutationObserver((changes) => {
      if (changes.some(({ removedNodes }) => removedNodes.length > 0)) Object.assign(globalThis, { vanished: true })
    })
    const strip = document.querySelector('.strip.warn')
    if (strip?.parentNode) watch.observe(strip.parentNode, { childList: true })
  })
  // It opens, and ends at once, after which the browser asks again.
  await asked[0]?.fulfill({ contentType: 'text/event-stream', body: 'retry: 10\n\n' })
  await expect.poll(() => asked.length).toBeGreaterThan(1)
  expect(await page.evaluate(() => 'vanished' in globalThis)).toBe(false)
})

it('goes by keyboard: next and previous, search, help, and not at all when switched off', async () => {
  await page.keyboard.press('j')
  await page.getByRole('heading', { name: 'Ibrahima C.' }).waitFor()
  await page.keyboard.press('k')
  await page.getByRole('heading', { name: 'Fatou N.' }).waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('jn?')
  expect(await page.getByLabel('Procurar pessoa, caso ou texto').inputValue()).toBe('jn?')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('heading', { name: 'Teclado' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  await page.keyboard.press('a')
  await page.getByLabel('Atalhos de uma tecla').uncheck()
  await page.getByRole('heading', { name: 'Preferências' }).click()
  await page.keyboard.press('?')
  expect(await page.getByRole('heading', { name: 'Teclado' }).count()).toBe(0)
})

it('is reached by Tab in the order of the screen, skip links first', async () => {
  await page.reload()
  await page.getByRole('heading', { name: 'Fatou N.' }).waitFor()
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  const passed: string[] = []
  for (let presses = 0; presses < 8; presses += 1) {
    await page.keyboard.press('Tab')
    passed.push(
      await page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
      ),
    )
  }
  expect(passed.slice(0, 3)).toEqual(['Saltar para a lista', 'Saltar para a conversa', 'Saltar para escrever'])
  expect(passed.slice(3).join(' ')).toMatch(/Conversas.*Equipa.*Conta/)
})

it('speaks the language that is chosen, at once and after a reload', async () => {
  await go('account')
  await page.getByLabel('Língua da página').selectOption('fr')
  await page.getByRole('heading', { name: 'Préférences' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Préférences' }).waitFor()
  expect(await page.getAttribute('html', 'lang')).toBe('fr')
})

it('invites with a link that is shown once, and changes rights', async () => {
  await go('staff')
  await button('Convidar pessoa').click()
  await page.getByLabel('E-mail de serviço').fill('nova@exemplo.cv')
  await button('Criar link').click()
  expect(await page.getByLabel('Link do convite').inputValue()).toContain('/inbox/invite?token=')
  await page.getByRole('dialog').getByRole('button', { name: 'Fechar janela' }).last().click()
  await page.getByText('nova@exemplo.cv').waitFor()
  await button('Mudar: Paulo T.').click()
  await page.getByLabel('Coordenação da unidade').check()
  await page.getByLabel('Conta ativa').uncheck()
  await button('Guardar').click()
  await page.locator('.people li', { hasText: 'Paulo T.' }).getByText('Desativada').waitFor()
  expect(await page.locator('.people li', { hasText: 'Paulo T.' }).textContent()).toContain('Coordenação da unidade')
})
