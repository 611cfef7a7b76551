import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { WEBCHAT_PAGE } from '../support/built.ts'
import { excuseErrors, inChromium, open, page, world } from './webchat-browser.ts'

inChromium()

test('the page is small', () => {
  const files = ['index.html', ...readdirSync(join(WEBCHAT_PAGE, 'chat-page')).map((name) => `chat-page/${name}`)]
  const size = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(WEBCHAT_PAGE, name))).length, 0)
  expect(size).toBeLessThan(25 * 1024)
})

test('the policy allows nothing inline and nothing from elsewhere', async () => {
  await open()
  const policy = (await fetch(world.url('/'))).headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'document.documentElement.dataset.ran = "1"'
    document.body.appendChild(script)
    return document.documentElement.dataset.ran
  })
  expect(ran).toBeUndefined()
  excuseErrors(/inline script/i)
})
