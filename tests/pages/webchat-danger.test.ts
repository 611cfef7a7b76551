import { describe, expect, test } from 'vitest'
import { context, inChromium, open, page, say } from './webchat-browser.ts'

inChromium()

describe('danger', () => {
  test('the numbers are at the top of the view and can be called', async () => {
    await open()
    await say('bom dia')
    await say('meu patrao me bate')
    await page.locator('.emergency').waitFor()
    await page.locator('[data-choice="cmd:safe"]').waitFor()
    expect(
      await page
        .locator('.call')
        .evaluateAll((rows) => rows.filter((row) => row.closest('#log')).map((row) => row.getAttribute('href'))),
    ).toEqual(['tel:132', 'tel:130'])
    const [card, bar, row] = await Promise.all([
      page.locator('.emergency').boundingBox(),
      page.locator('.top').boundingBox(),
      page.locator('#log .call').first().boundingBox(),
    ])
    const gap = (card?.y ?? 0) - ((bar?.y ?? 0) + (bar?.height ?? 0))
    expect(gap).toBeGreaterThanOrEqual(0)
    expect(gap).toBeLessThan(24)
    expect(row?.height).toBeGreaterThanOrEqual(56)
    expect(await page.getAttribute('.emergency', 'role')).toBe('alert')
  })

  test('the button shows the numbers without network', async () => {
    await open()
    await page.locator('#aside .call').first().waitFor({ state: 'attached' })
    await context.setOffline(true)
    await page.click('.alarm')
    await expect.poll(() => page.locator('#log .call').count()).toBe(3)
    await context.setOffline(false)
    await page.locator('[data-choice="danger:fire"]').waitFor()
    expect(await page.locator('.emergency').count()).toBe(1)
  })

  test.each(['button', 'Escape'])(
    '%s hides the page at once, and loading again does not bring it back',
    async (way) => {
      await open()
      await say('meu patrao me bate')
      await page.getByText('Esconder', { exact: true }).waitFor()
      if (way === 'button') await page.getByText('Esconder', { exact: true }).click()
      else {
        await page.press('#field', 'Escape')
        await page.press('#field', 'Escape')
      }
      expect(await page.title()).toBe('Ilhas')
      expect(await page.textContent('body')).not.toContain('patrao')
      await page.reload()
      expect(await page.title()).toBe('Ilhas')
      expect(await page.textContent('body')).not.toContain('patrao')
    },
  )
})
