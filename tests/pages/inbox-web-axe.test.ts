import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findings } from '../support/axe.ts'
import { type InboxBrowser, startInboxBrowser } from '../support/inbox-browser.ts'
import { misfits } from '../support/misfits.ts'

type Screen = {
  readonly name: string
  readonly path: string
  readonly ready: string
  readonly keys?: readonly string[]
  readonly signedOut?: true
}

const SCREENS: readonly Screen[] = [
  { name: 'sign-in', path: '', ready: '[name=password]', signedOut: true },
  { name: 'first administrator', path: 'setup?token=setup-token-for-tests', ready: '[name=name]', signedOut: true },
  { name: 'invitation', path: 'invite?token=invitation-token', ready: '[name=name]', signedOut: true },
  { name: 'list', path: '', ready: '.row[data-case]' },
  { name: 'thread', path: 'cases/t-fatou', ready: '.bubble.note' },
  { name: 'sent files', path: 'cases/t-blessing', ready: '.bubble.staff .voice' },
  { name: 'danger', path: 'cases/t-danger', ready: '.danger-banner' },
  { name: 'closed case', path: 'cases/t-old', ready: '.blocked' },
  { name: 'person', path: 'cases/t-fatou/person', ready: '.person-column' },
  { name: 'note', path: 'cases/t-fatou', ready: '.bubble.note', keys: ['n'] },
  { name: 'transfer', path: 'cases/t-fatou', ready: '.bubble.note', keys: ['t'] },
  { name: 'close', path: 'cases/t-fatou', ready: '.bubble.note', keys: ['e'] },
  { name: 'keyboard help', path: '', ready: '.row[data-case]', keys: ['?'] },
  { name: 'staff', path: 'staff', ready: '.people li' },
  { name: 'account', path: 'account', ready: '#sessions' },
]

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  let world: InboxBrowser
  let inside: Page
  let outside: Page
  beforeAll(async () => {
    world = await startInboxBrowser()
    inside = await world.enter('', { colorScheme })
    outside = await world.open('', { colorScheme })
  })
  afterAll(() => world.stop())

  it.each(SCREENS)('$name has no finding of axe at 390 and 1440, and fits 320, 390, 720 and 1440', async (screen) => {
    const page = screen.signedOut ? outside : inside
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${world.inbox.url}/inbox/${screen.path}`)
    await page.locator(screen.ready).first().waitFor()
    for (const key of screen.keys ?? []) await page.keyboard.press(key)
    const found: string[] = []
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
      [720, 450],
      [320, 640],
    ] as const) {
      await page.setViewportSize({ width, height })
      // The style sheet has answered once the next frame is drawn.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
      const more = [...(await misfits(page)), ...(width === 390 || width === 1440 ? await findings(page) : [])]
      found.push(...more.map((finding) => `${width}: ${finding}`))
    }
    expect(found).toEqual([])
  })

  it('has room for the longer words of French at 320', async () => {
    await inside.goto(`${world.inbox.url}/inbox/account`)
    await inside.locator('select').first().selectOption('fr')
    await inside.getByRole('heading', { name: 'Préférences' }).waitFor()
    await inside.setViewportSize({ width: 320, height: 640 })
    const found: string[] = []
    for (const { name, path, ready, signedOut } of SCREENS) {
      if (signedOut) continue
      await inside.goto(`${world.inbox.url}/inbox/${path}`)
      await inside.locator(ready).first().waitFor({ state: 'attached' })
      found.push(...(await misfits(inside)).map((finding) => `${name}: ${finding}`))
    }
    world.inbox.reset()
    expect(found).toEqual([])
  })
})
