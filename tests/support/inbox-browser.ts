import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { INBOX_PAGE } from './built.ts'
import { CHROMIUM_ARGS, chromiumPath } from './chromium.ts'
import { type FixtureInbox, PASSWORD, startFixtureInbox } from './inbox-fixture-server.ts'

export type InboxBrowser = {
  readonly inbox: FixtureInbox
  /** A new browser with no cookie, at a path of the inbox. Every error of its console makes `stop` fail. */
  readonly open: (path: string, options?: BrowserContextOptions) => Promise<Page>
  /** The same, signed in: all share one session. */
  readonly enter: (path: string, options?: BrowserContextOptions) => Promise<Page>
  readonly stop: () => Promise<void>
}

/** Refusals that a test provokes are written to the console by the browser itself. */
const EXPECTED = /Failed to load resource/

export const signIn = async (page: Page, email = 'zenaida@exemplo.cv', password = PASSWORD): Promise<void> => {
  await page.getByLabel('E-mail de serviço').fill(email)
  await page.getByLabel('Palavra-passe', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Continuar' }).click()
}

type Server = { readonly url: string; readonly stop: () => Promise<void> }

/** Opens the page in Chromium against a server that gives out the folder where it was built. `args`: more arguments of Chromium. */
export const openInboxPage = async (
  start: (dist: string) => Promise<Server>,
  args: readonly string[] = [],
): Promise<Pick<InboxBrowser, 'open' | 'stop'>> => {
  const server = await start(INBOX_PAGE)
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...CHROMIUM_ARGS, ...args],
  })
  const errors: string[] = []
  const open = async (path: string, options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ locale: 'pt-PT', viewport: { width: 1440, height: 900 }, ...options })
    const page = await context.newPage()
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !EXPECTED.test(message.text())) errors.push(message.text())
    })
    await page.goto(`${server.url}/inbox/${path}`)
    return page
  }
  return {
    open,
    stop: async () => {
      await browser.close()
      await server.stop()
      if (errors.length > 0) throw new Error(`the page complained: ${errors.join('; ')}`)
    },
  }
}

/** The page against the fixture server. */
export const startInboxBrowser = async (): Promise<InboxBrowser> => {
  let inbox: FixtureInbox | null = null
  const { open, stop } = await openInboxPage(async (dist) => {
    inbox = await startFixtureInbox(dist)
    return inbox
  })
  if (inbox === null) throw new Error('the fixture did not start')
  let cookies: Awaited<ReturnType<BrowserContext['storageState']>>['cookies'] | null = null
  return {
    inbox,
    open,
    enter: async (path, options = {}) => {
      if (cookies === null) {
        const page = await open('')
        await signIn(page)
        await page.getByRole('navigation', { name: 'Páginas' }).waitFor()
        cookies = (await page.context().storageState()).cookies
        await page.context().close()
      }
      const page = await open(path, { ...options, storageState: { cookies, origins: [] } })
      await page.getByRole('navigation', { name: 'Páginas' }).waitFor()
      return page
    },
    stop,
  }
}
