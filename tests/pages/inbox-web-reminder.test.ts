import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { conversationId, type TicketId } from '../../bot/ids.ts'
import type { Template } from '../../bot/template.ts'
import { after, DAY, HOUR, type Instant, MINUTE, momentOf } from '../../bot/time.ts'
import { PASSWORD } from '../inbox/support.ts'
import { type AgentPage, emailOf, startAgentPage } from '../support/inbox-agent.ts'
import { signIn } from '../support/inbox-browser.ts'
import { COLOURS, createLook } from '../support/looks.ts'

/** The page against the real server and its records. */
const TEMPLATES: readonly Template[] = [
  { name: 'ola', language: 'pt_PT', body: 'Olá!' },
  { name: 'hora', language: 'pt_PT', body: 'A {{1}} espera por si {{2}}.' },
]
const WORDS = 'Your appointment is on Thursday at 10.'
const PHONE = { viewport: { width: 360, height: 740 } }

let approved: readonly Template[] = TEMPLATES
let agent: AgentPage
let inbox: AgentPage['inbox']
let page: Page
let id: TicketId
let cases = 0

beforeAll(async () => {
  const templates = { list: async () => ({ ok: true, value: approved }) as const }
  agent = await startAgentPage({ colleagues: ['Rui'], more: { templates } })
  inbox = agent.inbox
})
afterAll(() => agent.stop())

/** Opens the case in a browser of somewhere else: every time on the page is that of Cabo Verde all the same. */
const enter = async (options: BrowserContextOptions = {}) => {
  page = await agent.open(`cases/${id}`, { timezoneId: 'Asia/Tokyo', ...options })
  await page.locator('#composer-field').waitFor()
}
beforeEach(async () => {
  approved = TEMPLATES
  cases += 1
  id = await inbox.openCase('sal', `m${cases}`, { name: 'Fatou N.' })
  const zenaida = await inbox.signIn(emailOf('zenaida'))
  await zenaida.post(`/inbox/api/tickets/${id}/claim`, { over: null })
  await enter()
})
afterEach(() => page.context().close())

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const dialog = () => page.getByRole('dialog', { name: 'Lembretes' })
const strip = () => page.locator('.reminders-strip')
const send = () => dialog().getByRole('button', { name: 'Marcar lembrete' })
const words = () => dialog().getByLabel('O que a pessoa vai ler')
const open = async () => {
  await page.locator('.menu:visible').getByRole('button', { name: 'Mais ações' }).click()
  await button('Marcar lembrete').click()
  await dialog().waitFor()
}
/** Day and time in Cabo Verde, whole minutes. */
const clockAt = (ms: number): readonly [day: string, time: string] => {
  const local = new Date(Date.now() + ms - HOUR).toISOString()
  return [local.slice(0, 10), local.slice(11, 16)]
}
const choose = async (ms: number): Promise<Instant> => {
  const [day, time] = clockAt(ms)
  await dialog().getByLabel('Dia').fill(day)
  await dialog().getByLabel('Hora').fill(time)
  return momentOf(day, time) ?? (0 as Instant)
}
const setOne = async (ms = 3 * HOUR, text = WORDS): Promise<Instant> => {
  await open()
  const at = await choose(ms)
  await words().fill(text)
  await send().click()
  await dialog().waitFor({ state: 'detached' })
  return at
}
const waiting = () => inbox.store.reminders(id, { units: 'all' })

describe('a reminder', () => {
  it('is set for a time of Cabo Verde, stands in the thread and above the field, and waits', async () => {
    await open()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('date')
    expect(await send().isDisabled()).toBe(true)
    const at = await choose(3 * HOUR)
    const [, time] = clockAt(3 * HOUR)
    // The day of the week too: that is what people go by.
    await dialog()
      .getByText(new RegExp(`^(segunda|terça|quarta|quinta|sexta|sábado|domingo).* às ${time}, hora de Cabo Verde$`))
      .waitFor()
    expect(await send().isDisabled()).toBe(true)
    await words().fill(WORDS)
    await send().click()
    await strip().getByText('Lembrete marcado: ').waitFor()
    expect(await strip().textContent()).toContain(time)
    await page.locator('.system', { hasText: `«${WORDS}»` }).waitFor()
    expect(await waiting()).toMatchObject([{ at, text: WORDS, template: null }])
  })

  it('is refused in words where the time is too near or too far, before anything is sent', async () => {
    await open()
    await words().fill(WORDS)
    for (const [ms, why] of [
      [2 * MINUTE, 'Tem de ser daqui a pelo menos 5 minutos.'],
      [181 * DAY, 'No máximo daqui a 180 dias.'],
    ] as const) {
      await choose(ms)
      await dialog().getByText(why).waitFor()
      expect(await send().isDisabled()).toBe(true)
    }
    await choose(HOUR)
    expect(await send().isDisabled()).toBe(false)
  })

  it('is refused in words where the person said stop, and what was written stays', async () => {
    await open()
    await choose(HOUR)
    await words().fill(WORDS)
    await inbox.writes(`m${cases}`, { kind: 'text', text: 'stop' })
    await send().click()
    await dialog().getByText('A pessoa pediu para não receber mensagens.').waitFor()
    expect(await words().inputValue()).toBe(WORDS)
  })

  it('asks for a template when the window will have closed by then, and shows it filled', async () => {
    await open()
    await words().fill(WORDS)
    await choose(3 * DAY)
    await dialog().getByText('Nessa altura a janela do WhatsApp já está fechada').waitFor()
    expect(await words().count()).toBe(0)
    await dialog().getByLabel('Modelo aprovado pelo WhatsApp').selectOption('hora (pt_PT)')
    await dialog().getByLabel('Espaço 1').fill('Unidade do Sal')
    await dialog().getByLabel('Espaço 2').fill('na quinta-feira')
    expect(await dialog().getByRole('blockquote').textContent()).toBe('A Unidade do Sal espera por si na quinta-feira.')
    // Sooner, own words go, and they are still there.
    await choose(HOUR)
    expect(await words().inputValue()).toBe(WORDS)
    await choose(3 * DAY)
    await send().click()
    await dialog().waitFor({ state: 'detached' })
    expect(await waiting()).toMatchObject([
      { template: { name: 'hora', values: ['Unidade do Sal', 'na quinta-feira'] } },
    ])
  })

  it('says until when own words are possible where there is no template', async () => {
    approved = []
    await open()
    await choose(3 * DAY)
    await dialog().getByText('Não há modelos neste momento: escolha uma hora antes de').waitFor()
    expect(await send().isDisabled()).toBe(true)
  })
})

describe('reminders that wait', () => {
  it('are listed, and one is cancelled', async () => {
    await setOne(5 * HOUR, 'The second.')
    await setOne(3 * HOUR, 'The first.')
    await strip().getByText('2 lembretes marcados. O próximo: ').waitFor()
    await button('Ver lembretes').click()
    const items = dialog().getByRole('listitem')
    expect(await items.locator('.waiting-words').allTextContents()).toEqual(['The first.', 'The second.'])
    await items.first().getByRole('button', { name: 'Anular o lembrete de' }).click()
    await expect.poll(() => items.count()).toBe(1)
    expect((await waiting()).map(({ text }) => text)).toEqual(['The second.'])
    await page.keyboard.press('Escape')
    await page.locator('.system', { hasText: 'Zenaida M. anulou o lembrete de' }).waitFor()
    await strip().getByText('Lembrete marcado: ').waitFor()
  })

  it.each([
    ['are kept when the case is closed, and can be cancelled there', 'keep'],
    ['are dropped with the case where somebody says so', 'drop'],
  ])('%s', async (_, what) => {
    await setOne()
    await button('Fechar').click()
    const closing = page.getByRole('dialog', { name: 'Fechar caso' })
    const keep = closing.getByLabel('Manter')
    expect(await keep.isChecked()).toBe(true)
    if (what === 'drop') await closing.getByLabel('Anular').check()
    await closing.getByRole('button', { name: 'Fechar caso' }).click()
    await closing.waitFor({ state: 'detached' })
    if (what === 'drop') {
      await expect.poll(() => strip().count()).toBe(0)
      expect(await waiting()).toEqual([])
      return
    }
    await button('Ver lembretes').click()
    expect(await dialog().getByLabel('Dia').count()).toBe(0)
    await dialog().getByRole('button', { name: 'Anular o lembrete de' }).click()
    await dialog().getByText('Não há lembretes à espera.').waitFor()
    await dialog().getByRole('button', { name: 'Voltar ao caso' }).click()
    await dialog().waitFor({ state: 'detached' })
    expect(await waiting()).toEqual([])
  })

  it('are not asked about when a case is closed that has none', async () => {
    await button('Fechar').click()
    const closing = page.getByRole('dialog', { name: 'Fechar caso' })
    await closing.waitFor()
    expect(await closing.getByLabel('Manter').count()).toBe(0)
  })

  it('are seen by a colleague, who can neither set nor cancel one', async () => {
    await setOne()
    const other = await agent.openSignedOut(`cases/${id}`)
    await signIn(other, emailOf('Rui'), PASSWORD)
    await other.getByRole('button', { name: 'Ver lembretes' }).click()
    await other.getByText(WORDS, { exact: true }).waitFor()
    expect(await other.getByRole('button', { name: /Anular|Marcar lembrete/ }).count()).toBe(0)
    await other.context().close()
  })

  it('that went out are a line with its delivery, in the open page too', async () => {
    await setOne()
    inbox.clock.advance(4 * HOUR)
    await inbox.wake()
    // The page has the time of its own machine.
    inbox.clock.advance(-4 * HOUR)
    const bubble = page.locator('.bubble.staff', { hasText: WORDS })
    await bubble.getByText('Lembrete de Zenaida M.').waitFor()
    await bubble.getByText('Na fila').waitFor()
    await expect.poll(() => strip().count()).toBe(0)
    for (;;) {
      const now = after(inbox.clock.now(), 4 * HOUR)
      const items = await inbox.store.takeOutbox(now, 50, DAY, ['whatsapp-cloud'])
      // Those of other cases went out at the same time.
      const ours = items.find(
        ({ conversation, message }) =>
          conversation === conversationId('whatsapp-cloud', `m${cases}`) && message.text.includes(WORDS),
      )
      for (const item of items) {
        await inbox.store.begin(item.id, now)
        const late = { kind: 'rejected', code: 'outside-window' } as const
        await inbox.store.settle(item.id, item === ours ? late : { kind: 'sent', provider: null }, now)
      }
      if (ours) break
    }
    await page.reload()
    await bubble.getByText('Não foi entregue: passaram 24 horas desde a última mensagem da pessoa').waitFor()
  })
})

describe('on a telephone', () => {
  it('a reminder is set from the menu and cancelled from the strip', async () => {
    await page.context().close()
    await enter({ ...PHONE, hasTouch: true })
    await setOne()
    await button('Ver lembretes').tap()
    await dialog().getByRole('button', { name: 'Anular o lembrete de' }).tap()
    await expect.poll(async () => (await waiting()).length).toBe(0)
  })
})

describe.each(COLOURS)('in %s', (colorScheme) => {
  it('no finding of axe, nothing too small for a thumb, and all fits', async () => {
    await page.context().close()
    await enter({ colorScheme })
    const look = createLook(page, colorScheme)
    await open()
    const found = [...(await look('nothing written'))]
    await choose(2 * MINUTE)
    found.push(...(await look('too soon')))
    await page.keyboard.press('Escape')
    await setOne(3 * HOUR, `${WORDS} ${'Donaudampfschifffahrtsgesellschaft'.repeat(4)}`)
    await setOne(4 * HOUR)
    found.push(...(await look('set')))
    await open()
    await choose(3 * DAY)
    await dialog().getByRole('blockquote').waitFor()
    found.push(...(await look('a template')))
    await page.keyboard.press('Escape')
    await button('Fechar').click()
    await page.getByRole('dialog', { name: 'Fechar caso' }).waitFor()
    found.push(...(await look('closing')))
    expect(found).toEqual([])
  })
})
