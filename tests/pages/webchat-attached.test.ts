import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContextOptions, Request } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { fileId } from '../../bot/ids.ts'
import type { MediaKind } from '../../bot/message.ts'
import type { MediaBytes } from '../../bot/ports/channel.ts'
import { findings } from '../support/axe.ts'
import { SILENCE } from '../support/inbox-fixture-media.ts'
import { SAMPLES } from '../support/samples.ts'
import { address, context, inChromium, open, page, say, shown, world } from './webchat-browser.ts'

inChromium()

const WORDS = 'Zenaida, Unidade do Sal:\n'
/** Long enough to be stopped in the middle. */
const LONG_VOICE: MediaBytes = { bytes: SILENCE, mime: 'audio/wav', name: null }

/** A page of somebody who has written, so that staff can answer; what it fetched of files is in `fetched`. */
const visit = async (options: BrowserContextOptions = {}): Promise<{ readonly fetched: string[] }> => {
  const fetched: string[] = []
  await open(options)
  page.on('request', (request) => {
    if (request.url().includes('/chat/lines/')) fetched.push(request.url())
  })
  await say('bom dia')
  await shown('Eco: bom dia')
  return { fetched }
}
const staffSay = (text: string) => world.send(address(), { text: `${WORDS}${text}`, choices: [], voice: 'staff' })
const staffSend = async (what: MediaKind, sample: MediaBytes = SAMPLES[what]) => {
  const { bytes, mime, name } = sample
  const attachment = { kind: 'file', file: fileId('file-1'), what, mime, size: bytes.length, name } as const
  const before = await page.locator('.attached').count()
  await world.send(address(), { text: '', choices: [], voice: 'staff', attachment }, sample)
  await page.locator('.attached').nth(before).waitFor()
}
const staffShow = (lat: number, lon: number) =>
  world.send(address(), { text: '', choices: [], voice: 'staff', attachment: { kind: 'location', lat, lon } })

const card = () => page.locator('.attached .open')
const isPaused = () => page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.paused)

describe('a picture', () => {
  test('is fetched when it is asked for, not before, and once; what it costs is said', async () => {
    const { fetched } = await visit()
    await staffSend('image')
    expect(await card().textContent()).toBe('Fotografia ·\u00a01\u00a0KBVer')
    await page.reload()
    await card().waitFor()
    expect(fetched).toEqual([])
    await card().click()
    await page.getByAltText('Fotografia enviada pela unidade').waitFor()
    expect(
      await page.locator('.attached img').evaluate((image: HTMLImageElement) => image.naturalWidth),
    ).toBeGreaterThan(0)
    expect(fetched).toHaveLength(1)
    await page.click('#language')
    await page.click('.menu [lang="en"]')
    await page.getByText('Show', { exact: true }).click()
    await page.getByAltText('Photo sent by the unit').waitFor()
    expect(fetched).toHaveLength(1)
  })

  test('can be saved', async () => {
    await visit()
    await staffSend('image', { ...SAMPLES.image, name: null })
    await card().click()
    const [saved] = await Promise.all([page.waitForEvent('download'), page.click('.attached a')])
    expect(saved.suggestedFilename()).toBe('Fotografia.png')
  })

  test('that this browser cannot show can be saved all the same', async () => {
    await visit()
    await staffSend('image', { ...SAMPLES.image, bytes: new Uint8Array(2_000) })
    await card().click()
    await page.getByText('Não abre aqui.').waitFor()
    expect(await page.locator('.attached a[download]').count()).toBe(1)
  })
})

describe('a voice note', () => {
  test('is played and stopped with the keyboard alone', async () => {
    await visit()
    await staffSend('voice', LONG_VOICE)
    expect(await card().textContent()).toBe('Nota de voz ·\u00a0156\u00a0KBOuvir')
    await card().focus()
    await page.keyboard.press('Enter')
    await page.locator('.player').waitFor()
    await expect.poll(isPaused).toBe(false)
    const button = () => page.evaluate(() => document.activeElement?.textContent)
    await expect.poll(button).toBe('Pausa')
    await page.keyboard.press('Space')
    await expect.poll(isPaused).toBe(true)
    await expect.poll(button).toBe('Ouvir')
    await page.keyboard.press('Tab')
    await page.keyboard.press('End')
    const time = () => page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime)
    await expect.poll(time).toBeGreaterThan(19)
    // The player hears of its own place a moment later.
    await expect.poll(() => page.getAttribute('.player input', 'aria-valuetext')).toBe('0:20 / 0:20')
  })

  test('in the form of a messenger is played', async () => {
    await visit()
    await staffSend('voice')
    await card().click()
    await expect.poll(() => page.locator('.time').textContent()).toMatch(/ \/ 0:01$/)
  })

  test('falls silent when another one begins', async () => {
    await visit()
    await staffSend('voice', LONG_VOICE)
    await staffSend('voice', LONG_VOICE)
    await card().first().click()
    await page.locator('.player').waitFor()
    await card().click()
    await page.locator('.player').nth(1).waitFor()
    const paused = () =>
      page.locator('audio').evaluateAll((all) => all.map((audio) => (audio as HTMLAudioElement).paused))
    await expect.poll(paused).toEqual([true, false])
  })

  test('that another one silenced before it began can be played all the same', async () => {
    await visit()
    for (let sent = 0; sent < 2; sent += 1) await staffSend('voice', LONG_VOICE)
    // A slow telephone: the first waits for its turn, and is stopped while it does.
    await page.evaluate(() => {
      const { play } = HTMLAudioElement.prototype
      HTMLAudioElement.prototype.play = function (this: HTMLAudioElement) {
        HTMLAudioElement.prototype.play = play
        const began = play.call(this)
        this.pause()
        return began
      }
    })
    await card().first().click()
    await page.locator('.player').waitFor()
    await card().click()
    await expect.poll(() => page.locator('.player').count()).toBe(2)
    await page.locator('.player button').first().click()
    await expect
      .poll(() =>
        page
          .locator('audio')
          .first()
          .evaluate((audio: HTMLAudioElement) => audio.paused),
      )
      .toBe(false)
  })

  test('goes on while the page follows the bot to another language', async () => {
    await visit()
    await staffSend('voice', LONG_VOICE)
    await card().click()
    await expect.poll(isPaused).toBe(false)
    await world.send(address(), { text: 'Good morning', choices: [], language: { lang: 'en', by: 'detected' } })
    await shown('Immigrant Support')
    expect(await page.locator('audio').count()).toBe(1)
    expect(await isPaused()).toBe(false)
  })

  test.each(['hiding the page', 'erasure', 'another language'])('%s stops it at once', async (what) => {
    await visit()
    await staffSend('voice', LONG_VOICE)
    await card().click()
    await expect.poll(isPaused).toBe(false)
    const audio = await page.locator('audio').elementHandle()
    if (what === 'hiding the page') {
      await page.press('#field', 'Escape')
      await page.press('#field', 'Escape')
      expect(await page.title()).toBe('Ilhas')
    } else if (what === 'erasure') await world.channel.forget(address())
    else {
      await page.click('#language')
      await page.click('.menu [lang="en"]')
    }
    await expect.poll(() => page.locator('audio').count()).toBe(0)
    // A browser silences what was taken off the page in its next step.
    await expect.poll(() => audio?.evaluate((one) => (one as HTMLAudioElement).paused)).toBe(true)
  })

  test.each(['hiding the page', 'erasure', 'another language'])('that comes after %s does not sound', async (what) => {
    await visit()
    await staffSend('voice', LONG_VOICE)
    await page.evaluate(() => {
      HTMLMediaElement.prototype.play = async () => document.documentElement.setAttribute('data-played', '')
    })
    const held = Promise.withResolvers<void>()
    await page.route('**/chat/lines/**', async (route) => {
      await held.promise
      await route.continue().catch(() => undefined)
    })
    await card().click()
    await page.getByText('A carregar').waitFor()
    const ofFile = (request: Request) => request.url().includes('/chat/lines/')
    const over = Promise.race([
      page.waitForEvent('requestfinished', ofFile),
      page.waitForEvent('requestfailed', ofFile),
    ])
    if (what === 'hiding the page') await page.press('#field', 'Escape').then(() => page.press('#field', 'Escape'))
    else if (what === 'erasure') await world.channel.forget(address())
    else {
      await page.click('#language')
      await page.click('.menu [lang="en"]')
    }
    await page.getByText('A carregar').waitFor({ state: 'detached' })
    held.resolve()
    await over
    // Whatever follows the arrival has run before a new task.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)))
    expect(await page.getAttribute('html', 'data-played')).toBeNull()
  })

  test('that this browser cannot play can be saved', async () => {
    await visit()
    await staffSend('voice', { ...LONG_VOICE, bytes: new Uint8Array(2_000), mime: 'audio/mpeg' })
    await card().click()
    await page.getByText('Não abre aqui.').waitFor()
    expect(await page.getAttribute('.attached a', 'download')).toBe('Nota de voz.mp3')
  })
})

describe('a document', () => {
  test('is saved under its name, byte for byte', async () => {
    await visit()
    await staffSend('file')
    expect(await card().textContent()).toBe('formulário 1.pdfDocumento ·\u00a01\u00a0KBGuardar')
    const [saved] = await Promise.all([page.waitForEvent('download'), card().click()])
    expect(saved.suggestedFilename()).toBe('formulário 1.pdf')
    expect((await readFile(await saved.path())).equals(Buffer.from(SAMPLES.file.bytes))).toBe(true)
  })

  test('shows markup in its name as it is', async () => {
    await visit()
    await staffSend('file', { ...SAMPLES.file, name: '<img src=x onerror=alert(1)>' })
    expect(await page.locator('.what b').textContent()).toBe('<img src=x onerror=alert(1)>')
    expect(await page.locator('#log img').count()).toBe(0)
  })

  test('that does not come is asked for again', async () => {
    await visit()
    await staffSend('file')
    await context.setOffline(true)
    await card().click()
    await page.getByText('Não carregou.').waitFor()
    await context.setOffline(false)
    await Promise.all([page.waitForEvent('download'), card().click()])
    expect(await page.getByText('Não carregou.').count()).toBe(0)
  })

  test('that is gone is said to be gone', async () => {
    await visit()
    await staffSend('file')
    await rm(join(world.mediaDir, address()), { recursive: true })
    await card().click()
    await page.getByText('Este ficheiro já não está aqui.').waitFor()
  })
})

test.each([
  ['an Android telephone', 'Mozilla/5.0 (Linux; Android 9) Chrome/120', /^geo:16\.755,-22\.945\?q=16\.755,-22\.945$/],
  ['an iPhone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 16_0)', /^https:\/\/maps\.apple\.com\/\?ll=16\.755,-22\.945/],
  ['a computer', 'Mozilla/5.0 (X11; Linux x86_64)', /^https:\/\/www\.openstreetmap\.org\/\?mlat=16\.755&mlon=-22\.945/],
])('a place opens in the map of %s', async (_, userAgent, href) => {
  await visit({ userAgent })
  await staffShow(16.755, -22.945)
  await page.getByText('16.755, -22.945').waitFor()
  expect(await card().getAttribute('href')).toMatch(href)
})

describe('who sent it', () => {
  test('is said once: words that are only the sign of what follows are not shown beside it', async () => {
    await visit()
    await staffSay('📎 formulário 1.pdf')
    await staffSend('file')
    await page.getByText('Zenaida, Unidade do Sal').waitFor()
    expect(await page.getByText('📎').isVisible()).toBe(false)
    await page.reload()
    await card().waitFor()
    expect(await page.getByText('📎').isVisible()).toBe(false)
  })

  test('stays with words of their own, and with a sign that nothing followed', async () => {
    await visit()
    await staffSay('A nossa porta:')
    await staffSend('image')
    await staffSay('📷')
    await staffSend('file')
    expect(await page.getByText('A nossa porta:').isVisible()).toBe(true)
    expect(await page.getByText('📷').isVisible()).toBe(true)
  })
})

describe('for everybody', () => {
  const sendAll = async () => {
    await staffSend('file', { ...SAMPLES.file, name: 'Declaração_de_residência_para_o_modelo_12_de_2026_final.pdf' })
    await staffSend('voice', LONG_VOICE)
    await staffSend('image')
    await staffShow(16.755, -22.945)
    await card().nth(3).waitFor()
  }
  const openAll = async () => {
    await card().nth(2).click()
    await page.locator('.attached img').waitFor()
    await card().nth(1).click()
    await page.locator('.player').waitFor()
    await Promise.all([page.waitForEvent('download'), card().first().click()])
  }

  test.each([
    [360, 740, 'light'],
    [360, 740, 'dark'],
    [1440, 900, 'light'],
  ] as const)('no finding of axe at %i x %i, %s', async (width, height, colorScheme) => {
    await visit({ viewport: { width, height }, colorScheme })
    await sendAll()
    expect(await findings(page)).toEqual([])
    await openAll()
    expect(await findings(page)).toEqual([])
  })

  test.each([
    [360, 740],
    [320, 640],
    [195, 422],
    [1440, 900],
  ])('at %i x %i nothing scrolls sideways or is cut, and every control is 44 px', async (width, height) => {
    await visit({ viewport: { width, height }, locale: 'fr-FR', userAgent: 'Android' })
    const measure = () =>
      page.evaluate(() => ({
        sideways: document.documentElement.scrollWidth - innerWidth,
        cut: Array.from(document.querySelectorAll('.attached')).filter((one) => one.scrollWidth > one.clientWidth)
          .length,
        small: Array.from(document.querySelectorAll<HTMLElement>('.attached :is(button, a, input)'))
          .map((one) => ({ name: one.textContent || one.tagName, height: one.offsetHeight, width: one.offsetWidth }))
          .filter((one) => one.height < 44 || one.width < 44),
      }))
    await sendAll()
    expect(await measure()).toEqual({ sideways: 0, cut: 0, small: [] })
    await openAll()
    expect(await measure()).toEqual({ sideways: 0, cut: 0, small: [] })
  })
})
