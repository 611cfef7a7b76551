import { chmodSync } from 'node:fs'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Asked } from '../../bot/effect.ts'
import { entryId } from '../../bot/ids.ts'
import { addExample } from '../../knowledge/add-example.ts'
import { PASSWORD } from '../inbox/support.ts'
import { findings } from '../support/axe.ts'
import { type InboxBrowser, openInboxPage, signIn } from '../support/inbox-browser.ts'
import { type QuestionsInbox, startQuestions } from '../support/inbox-questions.ts'
import { COLOURS, createLook } from '../support/looks.ts'
import { misfits } from '../support/misfits.ts'
import { asNobody } from '../support/nobody.ts'

/** The page "Perguntas" against the real server, the real knowledge, and a copy of its folder that is really written. */
const FEES = 'residence/residence-fees'
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const
const DESKTOP = { viewport: { width: 1440, height: 900 } } as const

let inbox: QuestionsInbox
let world: Pick<InboxBrowser, 'open' | 'stop'>
const kept = new Map<string, BrowserContextOptions>()
const opened: Page[] = []

beforeAll(async () => {
  world = await openInboxPage(async (dist) => {
    inbox = await startQuestions({ dist })
    return { url: inbox.origin, stop: inbox.stop }
  })
  const admin = await inbox.administrator()
  await inbox.member(admin, 'lead@aai.cv', 'lead', ['sal'], 'Zenaida M.')
  await inbox.member(admin, 'agent@aai.cv', 'agent', ['sal'], 'Paulo T.')
  for (const who of ['ana', 'lead', 'agent']) {
    const page = await world.open('')
    await signIn(page, `${who}@aai.cv`, PASSWORD)
    await page.getByRole('navigation', { name: 'Páginas' }).waitFor()
    kept.set(who, { storageState: await page.context().storageState() })
    await page.context().close()
  }
})
afterEach(async () => {
  inbox.instead(null)
  for (const page of opened.splice(0)) await page.context().close()
  for (const { id } of await inbox.store.questions(999)) await inbox.store.dropQuestion(id)
})
afterAll(() => world.stop())

const enter = async (options: BrowserContextOptions = DESKTOP, who = 'lead'): Promise<Page> => {
  const page = await world.open('questions', { ...kept.get(who), ...options })
  opened.push(page)
  await page.getByRole('navigation', { name: 'Páginas' }).waitFor()
  return page
}
const asked = (text: string, times = 1, more: Partial<Asked> = {}) => inbox.asked({ text, ...more }, times)
const notKnown = { how: 'unknown', entry: null } as const
const rows = (page: Page) => page.locator('.questions > li')
const words = (page: Page) => page.locator('.asked').allTextContents()
const review = (page: Page, text: string) => page.getByRole('button', { name: `Rever: ${text}` })
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Acrescentar pergunta' })
const field = (page: Page) => dialog(page).getByLabel('Pergunta', { exact: true })
const answer = (page: Page) => dialog(page).getByRole('combobox', { name: 'Resposta certa' })
const add = (page: Page) => dialog(page).getByRole('button', { name: 'Acrescentar' })
const option = (page: Page) => dialog(page).getByRole('listbox').getByRole('option')
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)

describe.each([
  ['a phone', PHONE, 'o azulinho sai por quanto'],
  ['a desktop', DESKTOP, 'o azulinho vale quanto dinheiro'],
] as const)('on %s', (_, options, own) => {
  it('a lead finds what was not known, writes it anew, chooses the answer by its title, and it is in the file', async () => {
    await asked('preço da residência', 2)
    await asked('quanto … pelo … azul', 5, notKnown)
    const before = inbox.file(FEES, 'pt')
    const page = await enter(options)
    await rows(page).first().waitFor()
    expect(await words(page)).toEqual(['quanto … pelo … azul', 'preço da residência'])
    const [first, second] = await rows(page).allInnerTexts()
    expect(first).toMatch(/Não sabida[\s\S]*Português · 5 vezes · a última a \d+ [\s\S]*Mais prováveis: ./)
    expect(first).not.toContain('Resposta dada')
    expect(second).toMatch(/Útil[\s\S]*2 vezes[\s\S]*Resposta dada: ./)

    await review(page, 'quanto … pelo … azul').click()
    expect(await field(page).inputValue()).toBe('quanto … pelo … azul')
    await add(page).click()
    await dialog(page).getByText('Ainda tem «…» ou «#»').waitFor()
    await dialog(page).getByText('Escolha a resposta que serve esta pergunta.').waitFor()
    expect(await field(page).getAttribute('aria-invalid')).toBe('true')
    await field(page).fill(own)
    await answer(page).fill('quanto CUSTA residencia')
    await option(page).first().click()
    expect(await answer(page).inputValue()).toBe('Quanto custa a residência')
    await add(page).click()
    await page.getByText('Acrescentada. O assistente aprende-a').first().waitFor()
    await dialog(page).waitFor({ state: 'detached' })
    expect(inbox.file(FEES, 'pt')).toBe(`${before}- ${own}\n`)
    await expect.poll(() => words(page)).toEqual(['preço da residência'])
    // The focus stands at what came in its place.
    await expect.poll(() => focused(page)).toBe('Rever: preço da residência')
  })

  it('nothing is found by axe, nothing is too wide or too small, list and dialog, and on the phone in the dark too', async () => {
    await asked('preço da residência …', 2)
    await asked('how can my … who is … get paper for the … if she did not enter by the airport #', 2, {
      lang: 'en',
      ...notKnown,
    })
    const found: string[] = []
    const { width, height } = options.viewport
    for (const colorScheme of options === PHONE ? COLOURS : (['light'] as const)) {
      const page = await enter({ ...options, colorScheme })
      await rows(page).first().waitFor()
      const look = createLook(page, colorScheme, { sizes: [[width, height]] })
      found.push(...(await look('list')))
      await review(page, 'preço da residência …').click()
      found.push(...(await look('dialog')))
      await add(page).click()
      await answer(page).click()
      await option(page).first().waitFor()
      found.push(...(await look('dialog with an error and the open list')))
      await answer(page).fill('zzz')
      await dialog(page).getByText('Nenhuma resposta tem essas palavras').waitFor()
      found.push(...(await look('dialog with nothing found')))
    }
    expect(found).toEqual([])
  })
})

it('the keyboard alone is enough: into the page, through the list, a choice by typing, and away again', async () => {
  await asked('primeira', 3)
  await asked('segunda', 2, notKnown)
  await asked('terceira', 1)
  const before = inbox.file(FEES, 'pt')
  const page = await enter()
  await page.goto(`${inbox.origin}/inbox/`)
  await page.getByRole('navigation', { name: 'Páginas' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('q')
  await rows(page).first().waitFor()
  await review(page, 'segunda').focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('a carta azul sai por quanto')
  await page.keyboard.press('Tab')
  // The list opens with an arrow; Escape closes it and leaves the dialog.
  await page.keyboard.press('ArrowDown')
  expect(await answer(page).getAttribute('aria-expanded')).toBe('true')
  const marked = () =>
    answer(page).evaluate(
      (input) => document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.firstChild?.textContent,
    )
  const first = await marked()
  await page.keyboard.press('ArrowDown')
  expect(await marked()).not.toBe(first)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  expect(await marked()).toBe(
    await option(page)
      .last()
      .evaluate((one) => one.firstChild?.textContent),
  )
  await page.keyboard.press('Escape')
  expect(await answer(page).getAttribute('aria-expanded')).toBe('false')
  expect(await dialog(page).isVisible()).toBe(true)
  await page.keyboard.type('quanto custa residencia')
  const wanted = await marked()
  await page.keyboard.press('Enter')
  expect([await answer(page).inputValue(), await dialog(page).isVisible()]).toEqual([wanted, true])
  // In a field Enter sends, as everywhere.
  await field(page).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Acrescentada.').first().waitFor()
  expect(inbox.file(FEES, 'pt')).toBe(`${before}- a carta azul sai por quanto\n`)
  await expect.poll(() => focused(page)).toBe('Rever: terceira')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'detached' })
  await expect.poll(() => focused(page)).toBe('Rever: terceira')
})

it('the given and the likeliest are one press away, and each says what it was', async () => {
  await asked('preço da residência')
  await asked('where do i renew the card', 1, { lang: 'en', how: 'chosen', entry: entryId('residence-renewal') })
  const page = await enter()
  await review(page, 'preço da residência').click()
  const picks = dialog(page).getByRole('list', { name: 'A dada e as mais prováveis' }).getByRole('button')
  await picks.first().waitFor()
  expect(await picks.first().textContent()).toContain('A pessoa disse que esta ajudou')
  expect(await picks.first().getAttribute('aria-pressed')).toBe('true')
  const other = await picks.nth(1).textContent()
  await picks.nth(1).click()
  expect(await answer(page).inputValue()).toBe(other)
  expect(await picks.first().getAttribute('aria-pressed')).toBe('false')
  await page.keyboard.press('Escape')
  await review(page, 'where do i renew the card').click()
  await dialog(page).getByText('A pessoa escolheu esta').waitFor()
  expect(await dialog(page).getByLabel('Língua').inputValue()).toBe('en')
  expect(await field(page).getAttribute('lang')).toBe('en-GB')
})

it('is narrowed by how and by language, and shows more where there is more', async () => {
  for (let at = 1; at <= 32; at += 1) await asked(`pergunta ${'a'.repeat(at)}`)
  await asked('not known', 2, { lang: 'en', ...notKnown })
  const page = await enter()
  await expect.poll(() => rows(page).count()).toBe(30)
  await page.getByText('30 de 33').waitFor()
  await page.getByRole('button', { name: 'Mostrar mais' }).click()
  await expect.poll(() => rows(page).count()).toBe(33)
  const how = page.getByRole('group', { name: 'Como correu' })
  expect((await how.getByRole('button').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual([
    'Todas 33',
    'Não sabida 1',
    'Escolhida 0',
    'Útil 32',
  ])
  await how.getByRole('button', { name: 'Não sabida' }).click()
  await expect.poll(() => words(page)).toEqual(['not known'])
  await page.getByLabel('Língua').selectOption('pt')
  await page.getByText('Nada para rever').waitFor()
  await page.getByLabel('Língua').selectOption('en')
  await expect.poll(() => words(page)).toEqual(['not known'])
})

it('puts aside from the list and from the dialog, and says where a colleague was faster', async () => {
  await asked('um', 3)
  await asked('dois', 2)
  await asked('três')
  const page = await enter()
  await page.getByRole('button', { name: 'Pôr de lado: um' }).click()
  await page.getByText('Posta de lado.').first().waitFor()
  await expect.poll(() => rows(page).count()).toBe(2)
  await expect.poll(() => focused(page)).toMatch(/^Rever: /)
  await rows(page).first().getByRole('button', { name: /Rever/ }).click()
  await dialog(page).getByRole('button', { name: 'Pôr de lado' }).click()
  await expect.poll(() => rows(page).count()).toBe(1)
  const [last] = await inbox.store.questions(9)
  await rows(page).first().getByRole('button', { name: /Rever/ }).click()
  await inbox.store.dropQuestion(last?.id ?? '')
  await field(page).fill('qualquer coisa azul')
  await add(page).click()
  await page.getByText('Outra pessoa já tratou desta pergunta.').first().waitFor()
  await page.getByText('Nada para rever').waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
})

it('says in words what another answer has already, and leaves the dialog as it was', async () => {
  await asked('uma pergunta')
  const before = inbox.file(FEES, 'pt')
  const [, known = ''] = before.match(/^- (.+)$/m) ?? []
  const [, theirs = ''] = inbox.file('arrival/visa-types', 'pt').match(/^- (.+)$/m) ?? []
  const page = await enter()
  await review(page, 'uma pergunta').click()
  await field(page).fill(known)
  await add(page).click()
  await dialog(page).getByRole('alert').getByText('essa resposta já tem esta pergunta').waitFor()
  await field(page).fill(theirs)
  await add(page).click()
  await dialog(page).getByText('já está noutra resposta').waitFor()
  await dialog(page).getByText('Está em: ').waitFor()
  expect([await field(page).inputValue(), inbox.file(FEES, 'pt')]).toEqual([theirs, before])
  expect(await findings(page)).toEqual([])
})

it('says where the folder can only be read, before and when somebody adds all the same; putting aside works', async () => {
  await asked('uma pergunta')
  const before = inbox.file(FEES, 'pt')
  inbox.instead({
    writable: async () => false,
    add: async (example) => {
      chmodSync(inbox.knowledge.dir, 0o555)
      const done = asNobody(() => addExample(inbox.knowledge.dir, example))
      chmodSync(inbox.knowledge.dir, 0o755)
      return done
    },
  })
  const page = await enter()
  await page.getByText('pode pôr de lado, mas não acrescentar').waitFor()
  expect(await findings(page)).toEqual([])
  await review(page, 'uma pergunta').click()
  await field(page).fill('o azulinho sai por quanto')
  await add(page).click()
  await dialog(page).getByRole('alert').getByText('a pasta das respostas só se pode ler').waitFor()
  expect(inbox.file(FEES, 'pt')).toBe(before)
  await dialog(page).getByRole('button', { name: 'Pôr de lado' }).click()
  await page.getByText('Nada para rever').waitFor()
})

it('is there for administrators too, and not for agents, not even by its address', async () => {
  await asked('uma pergunta')
  const admin = await enter(DESKTOP, 'ana')
  await admin.getByRole('link', { name: 'Perguntas' }).waitFor()
  await expect.poll(() => words(admin)).toEqual(['uma pergunta'])
  const agent = await enter(DESKTOP, 'agent')
  await agent.getByRole('link', { name: 'Conversas' }).waitFor()
  expect(await agent.getByRole('link', { name: 'Perguntas' }).count()).toBe(0)
  expect(await agent.locator('body').textContent()).not.toContain('uma pergunta')
})

it('has room for the words of every language, and for five pages at the foot of a small phone', async () => {
  await asked('how can my … who is … get paper', 2, { lang: 'en', ...notKnown })
  const found: string[] = []
  const page = await enter({ viewport: { width: 320, height: 640 } }, 'ana')
  for (const lang of ['en', 'fr', 'kea', 'pt']) {
    await page.goto(`${inbox.origin}/inbox/account`)
    await page.locator('select').first().selectOption(lang)
    await expect.poll(() => page.getAttribute('html', 'lang')).toMatch(lang === 'kea' ? /^kea/ : lang)
    await page.goto(`${inbox.origin}/inbox/questions`)
    await rows(page).first().waitFor()
    found.push(...(await misfits(page)).map((one) => `${lang}, list: ${one}`))
    const cut = await page
      .locator('.rail a')
      .evaluateAll((all) => all.flatMap((one) => (one.scrollWidth > one.clientWidth ? [one.textContent] : [])))
    found.push(...cut.map((one) => `${lang}, foot: ${one}`))
    await page.locator('[data-review]').first().click()
    await page.getByRole('dialog').waitFor()
    found.push(...(await misfits(page)).map((one) => `${lang}, dialog: ${one}`))
  }
  expect(found).toEqual([])
})
