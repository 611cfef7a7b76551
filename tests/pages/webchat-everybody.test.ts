import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { inChromium, open, page, say, world } from './webchat-browser.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

inChromium()

describe('for everybody', () => {
  test('with the keyboard alone', async () => {
    await open()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    for (let i = 0; i < 12; i += 1) {
      if (await page.evaluate(() => document.activeElement?.id === 'field')) break
      await page.keyboard.press('Tab')
    }
    await page.focus('#language')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('English')
    await page.keyboard.press('Escape')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('language')
    await page.focus('[data-choice="lang:pt"]')
    await page.keyboard.press('Enter')
    await page.locator('[data-choice="topic:work"]').waitFor()
    await page.focus('#field')
    await page.keyboard.type('olá')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('duas linhas')
    await page.keyboard.press('Enter')
    await expect.poll(() => world.received.length).toBe(2)
    expect(world.received[1]?.body).toEqual({ kind: 'text', text: 'olá\nduas linhas' })
  })

  test.each([
    [390, 844, 'light'],
    [390, 844, 'dark'],
    [1440, 900, 'light'],
    [1440, 900, 'dark'],
  ] as const)('no finding of axe at %i x %i, %s', async (width, height, colorScheme) => {
    await open({ viewport: { width, height }, colorScheme })
    const check = async () => {
      await page.evaluate(axeSource)
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
        }
        return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
      })
      expect(found).toEqual([])
    }
    // By the debugger, which the policy of the page does not bind; the page itself stays strict.
    await page.locator('#aside .call').first().waitFor({ state: 'attached' })
    await check()
    await page.click('[data-choice="lang:pt"]')
    await say('perdi meu cartao')
    await page.locator('.source').waitFor()
    await say('uma pessoa')
    await page.locator('.staff').waitFor()
    await say('meu patrao me bate')
    await page.locator('[data-choice="cmd:safe"]').waitFor()
    await page.click('#language')
    await check()
  })

  test.each([
    [320, 640],
    [195, 422],
    [720, 450],
    [1440, 900],
  ])('at %i x %i nothing scrolls sideways and every control is 44 px', async (width, height) => {
    await open({ viewport: { width, height }, locale: 'fr-FR' })
    await page.click('[data-choice="lang:fr"]')
    await say('perdi meu cartao')
    await page.locator('.source').waitFor()
    await say('meu patrao me bate')
    await page.locator('[data-choice="cmd:safe"]').waitFor()
    await page.click('#language')
    const measured = await page.evaluate(() => ({
      sideways: document.documentElement.scrollWidth - innerWidth,
      small: Array.from(document.querySelectorAll<HTMLElement>('button:not(.link), .call, textarea'))
        .filter((one) => one.offsetParent !== null)
        .map((one) => ({ name: one.textContent || one.id, height: one.offsetHeight, width: one.offsetWidth }))
        .filter((one) => one.height < 44 || one.width < 44),
    }))
    expect(measured.sideways).toBeLessThanOrEqual(0)
    expect(measured.small).toEqual([])
  })

  test('nothing moves where no movement is wanted', async () => {
    await open({ reducedMotion: 'reduce' })
    await say('silencio')
    await page.locator('.dots i').first().waitFor()
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
  })

  test('without script the numbers are there', async () => {
    await open({ javaScriptEnabled: false })
    expect(await page.locator('noscript a').first().getAttribute('href')).toBe('tel:132')
  })
})
