import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { addressOf, startWorld, type World } from '../channels/webchat-world.ts'
import { WEBCHAT_PAGE } from '../support/built.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { scriptedBot } from './webchat-bot.ts'

/** Of the test that runs; the last two once it opened a page. */
export let world: World
export let context: BrowserContext
export let page: Page

let browser: Browser
let foreign: string[]
let errors: string[]

/** Before the tests of the file, Chromium runs; every test has a web chat with a scripted bot. */
export const inChromium = (): void => {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: chromiumPath(),
      // A microphone that plays a tone, and nobody to ask for it.
      args: [...CHROMIUM_ARGS, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    })
  })
  afterAll(() => browser.close())

  beforeEach(async () => {
    world = await startWorld({ pageDir: WEBCHAT_PAGE, reply: scriptedBot })
    foreign = []
    errors = []
  })
  afterEach(async () => {
    for (const one of browser.contexts()) await one.close()
    await world.close()
    // Holds in every test: nothing from elsewhere, nothing that the policy refused, no error.
    expect(foreign).toEqual([])
    expect(errors).toEqual([])
  })
}

/** A page without an address yet, over which nothing watches. */
export const openBlank = async (options: BrowserContextOptions): Promise<void> => {
  context = await browser.newContext(options)
  page = await context.newPage()
}

/** The web chat, as on a telephone. */
export const open = async (options: BrowserContextOptions = {}): Promise<void> => {
  await openBlank({ viewport: { width: 390, height: 844 }, locale: 'pt-PT', ...options })
  page.setDefaultTimeout(15_000)
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol !== 'blob:' && protocol !== 'data:' && origin !== new URL(world.url('/')).origin)
      foreign.push(request.url())
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) errors.push(message.text())
  })
  await page.goto(world.url('/'))
}

/** Takes what the test itself provoked out of what counts as an error. */
export const excuseErrors = (provoked: RegExp): void => {
  errors = errors.filter((error) => !provoked.test(error))
}

export const say = async (text: string) => {
  await page.fill('#field', text)
  await page.press('#field', 'Enter')
}
export const shown = (text: string) => page.getByText(text, { exact: true }).first().waitFor()
export const count = (text: string) => page.locator('#log .bubble', { hasText: text }).count()
export const address = (): string => addressOf(world)
