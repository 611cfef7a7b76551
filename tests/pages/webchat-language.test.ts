import { describe, expect, test } from 'vitest'
import { choiceId } from '../../bot/ids.ts'
import type { Language } from '../../bot/message.ts'
import { address, count, inChromium, open, page, say, shown, world } from './webchat-browser.ts'

inChromium()

const HEARD_KEA: Language = { lang: 'kea', by: 'detected' }

/** The bot says something in that language, to whoever wrote first. */
const botSays = (text: string, language?: Language) =>
  world.send(address(), { text, choices: [], ...(language && { language }) })

const pageLang = () => page.getAttribute('html', 'lang')
const placeholder = () => page.getAttribute('#field', 'placeholder')

/** An English browser, and a first line in it. */
const begin = async () => {
  await open({ locale: 'en-GB' })
  await say('bon dia')
  await shown('Eco: bon dia')
  expect(await pageLang()).toBe('en')
}

describe('the page speaks the language in which the bot answers', () => {
  test('at once and after loading again', async () => {
    await begin()
    await botSays('Bon dia!', HEARD_KEA)
    await shown('Apoiu a Imigranti')
    expect(await pageLang()).toBe('kea')
    expect(await placeholder()).toBe('Skrebe li')
    expect(await page.textContent('#language')).toContain('KEA')
    await page.route('**/chat/history**', (route) => route.abort())
    await page.reload()
    await shown('Apoiu a Imigranti')
    expect(await pageLang()).toBe('kea')
  })

  test('also where the answer came while the page was closed', async () => {
    await begin()
    await page.goto('about:blank')
    await botSays('Bonjour', { lang: 'fr', by: 'detected' })
    await botSays('Bon dia!', HEARD_KEA)
    await page.goto(world.url('/'))
    await shown('Bon dia!')
    await expect.poll(pageLang).toBe('kea')
  })

  test('while somebody types: nothing is lost, and the focus stays', async () => {
    await begin()
    await page.fill('#field', 'N perde nha kartan')
    await page.locator('#field').evaluate((field: HTMLTextAreaElement) => {
      field.setSelectionRange(2, 7)
      field.addEventListener('blur', () => field.setAttribute('data-left', ''))
    })
    await botSays('Bon dia!', HEARD_KEA)
    await expect.poll(placeholder).toBe('Skrebe li')
    const field = await page.locator('#field').evaluate((one: HTMLTextAreaElement) => ({
      text: one.value,
      selected: [one.selectionStart, one.selectionEnd],
      focused: document.activeElement === one && !one.hasAttribute('data-left'),
    }))
    expect(field).toEqual({ text: 'N perde nha kartan', selected: [2, 7], focused: true })
  })

  test.each([
    ['a choice', '[data-choice="lang:fr"]'],
    ['a shortcut', '#shortcuts button >> nth=1'],
    ['a choice of the menu', '.menu [lang="fr"]'],
  ])('the focus stays on %s', async (_, selector) => {
    await begin()
    await page.click('#language')
    await page.focus(selector)
    await botSays('Bon dia!', HEARD_KEA)
    await expect.poll(pageLang).toBe('kea')
    expect(await page.locator(selector).evaluate((one) => one === document.activeElement)).toBe(true)
  })

  test('what was refused, what waits and what was pressed are still there', async () => {
    await begin()
    await world.send(address(), {
      text: 'Is it urgent?',
      choices: [{ id: choiceId('cmd:safe'), label: 'No' }],
    })
    await page.click('[data-choice="cmd:safe"]')
    await shown('Escolheu: No')
    await page.route('**/chat/messages', (route) => route.fulfill({ status: 400, body: '{}' }))
    await say('refused')
    await page.locator('.status.failed').waitFor()
    await page.unroute('**/chat/messages')
    await page.route('**/chat/messages', (route) => route.abort())
    await say('waiting')
    await page.getByText('No network. It will send itself.').waitFor()
    await botSays('Bon dia!', HEARD_KEA)
    await expect.poll(pageLang).toBe('kea')
    expect(await count('refused')).toBe(1)
    expect(await count('waiting')).toBe(1)
    expect(await page.getByText('It was not sent').count()).toBe(0)
    expect(await page.locator('.status.failed').count()).toBe(1)
    expect(await page.getAttribute('[data-choice="cmd:safe"]', 'aria-pressed')).toBe('true')
  })

  test('a danger that waits for its answer keeps its numbers in view', async () => {
    await begin()
    world.answerWith(() => [])
    await page.click('.alarm')
    await page.locator('#log .emergency').waitFor()
    await botSays('Bon dia!', HEARD_KEA)
    await expect.poll(pageLang).toBe('kea')
    expect(await page.locator('#log .emergency .call').count()).toBe(3)
    expect(await page.locator('#log .emergency', { hasText: 'Call at once' }).count()).toBe(0)
  })

  test('an answer without a language, or in one that the page does not have, changes nothing', async () => {
    await begin()
    await page.route('**/chat/history**', async (route) => {
      const response = await route.fetch()
      const text = (await response.text()).replace('"lang":"kea"', '"lang":"wo"')
      await route.fulfill({ response, body: text })
    })
    await botSays('Bon dia!', HEARD_KEA)
    await expect.poll(pageLang).toBe('kea')
    await page.evaluate(() => localStorage.removeItem('chat.lang-heard'))
    await page.reload()
    await shown('Bon dia!')
    await botSays('Good morning')
    await shown('Good morning')
    expect(await pageLang()).toBe('en')
  })
})

describe('a language that the person has chosen stays', () => {
  test.each([
    ['in the header', 'fr', ['#language', '.menu [lang="fr"]']],
    ['in the greeting', 'fr', ['[data-choice="lang:fr"]']],
    ['though the page had it already', 'en', ['[data-choice="lang:en"]']],
  ] as const)('%s', async (_, chosen, presses) => {
    await begin()
    for (const press of presses) await page.click(press)
    await expect.poll(() => world.received.length).toBe(2)
    // As after an erasure: the bot knows nothing of the choice and goes by what it hears.
    await botSays('Chosen', { lang: chosen, by: 'detected' })
    await botSays('Bon dia!', HEARD_KEA)
    await shown('Bon dia!')
    expect(await pageLang()).toBe(chosen)
    await page.reload()
    await shown('Bon dia!')
    expect(await pageLang()).toBe(chosen)
  })

  test('also against an answer to what was said before the choice', async () => {
    await begin()
    await botSays('English it is', { lang: 'en', by: 'chosen' })
    await shown('English it is')
    await page.click('#language')
    await page.click('.menu [lang="kea"]')
    await botSays('One more thing', { lang: 'en', by: 'chosen' })
    await shown('One more thing')
    expect(await pageLang()).toBe('kea')
    await page.reload()
    await shown('One more thing')
    expect(await pageLang()).toBe('kea')
  })

  test('until they name another one in the chat', async () => {
    await begin()
    await page.click('#language')
    await page.click('.menu [lang="fr"]')
    await botSays('Bonjour', { lang: 'fr', by: 'chosen' })
    await say('kriolu')
    await botSays('Gosi N ta papia kriolu.', { lang: 'kea', by: 'chosen' })
    await expect.poll(pageLang).toBe('kea')
    await botSays('Bonjour encore', { lang: 'fr', by: 'detected' })
    await shown('Bonjour encore')
    expect(await pageLang()).toBe('kea')
  })
})
