import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InboxBrowser, startInboxBrowser } from '../support/inbox-browser.ts'
import { createLook } from '../support/looks.ts'
import { misfits } from '../support/misfits.ts'

type Screen = {
  readonly name: string
  readonly path: string
  readonly ready: string
  readonly keys?: readonly string[]
  readonly signedOut?: true
  /** Something has these colours on a desktop only: the list beside a case marks it. */
  readonly wide?: true
}

const PHONE = [390, 844] as const
const DESKTOP = [1440, 900] as const

const SCREENS: readonly Screen[] = [
  { name: 'sign-in', path: '', ready: '[name=password]', signedOut: true },
  { name: 'first administrator', path: 'setup?token=setup-token-for-tests', ready: '[name=name]', signedOut: true },
  { name: 'invitation', path: 'invite?token=invitation-token', ready: '[name=name]', signedOut: true },
  { name: 'list', path: '', ready: '.row[data-case]' },
  { name: 'thread', path: 'cases/t-fatou', ready: '.bubble.note', wide: true },
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

let world: InboxBrowser
beforeAll(async () => {
  world = await startInboxBrowser()
})
afterAll(() => world.stop())

describe.each([
  ['light', 'has no finding of axe at 390 and 1440, and fits 320, 390, 720 and 1440'],
  ['dark', 'has no finding of axe at 390, and at 1440 where that differs'],
] as const)('in %s', (colorScheme, what) => {
  let inside: Page
  let outside: Page
  beforeAll(async () => {
    inside = await world.enter('', { colorScheme })
    outside = await world.open('', { colorScheme })
  })
  afterAll(async () => {
    for (const page of [inside, outside]) await page.context().close()
  })

  it.each(SCREENS)(`$name ${what}`, async (screen) => {
    const page = screen.signedOut ? outside : inside
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${world.inbox.url}/inbox/${screen.path}`)
    await page.locator(screen.ready).first().waitFor()
    for (const key of screen.keys ?? []) await page.keyboard.press(key)
    const look = createLook(page, colorScheme, {
      sizes: [PHONE, DESKTOP],
      fitOnly: [
        [720, 450],
        [320, 640],
      ],
      dark: screen.wide ? [PHONE, DESKTOP] : [PHONE],
    })
    expect(await look(screen.name)).toEqual([])
  })
})

it('has room for the longer words of French at 320', async () => {
  const page = await world.enter('account')
  await page.locator('select').first().selectOption('fr')
  await page.getByRole('heading', { name: 'Préférences' }).waitFor()
  await page.setViewportSize({ width: 320, height: 640 })
  const found: string[] = []
  for (const { name, path, ready, signedOut } of SCREENS) {
    if (signedOut) continue
    await page.goto(`${world.inbox.url}/inbox/${path}`)
    await page.locator(ready).first().waitFor({ state: 'attached' })
    found.push(...(await misfits(page)).map((finding) => `${name}: ${finding}`))
  }
  await page.context().close()
  world.inbox.reset()
  expect(found).toEqual([])
})
