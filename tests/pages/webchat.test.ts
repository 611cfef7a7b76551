import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildPage } from '../../adapters/webchat/build.ts'
import { partsOfConversation } from '../../bot/ids.ts'
import { startWorld, type World } from '../channels/webchat-world.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { scriptedBot } from './webchat-bot.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let pageDir: string
let browser: Browser
let world: World
let context: BrowserContext
let page: Page
let foreign: string[]
let errors: string[]

beforeAll(async () => {
  pageDir = mkdtempSync(join(tmpdir(), 'morabeza-page-'))
  await buildPage(pageDir)
  browser = await chromium.launch({
    executablePath: chromiumPath(),
    // A microphone that plays a tone, and nobody to ask for it.
    args: [...CHROMIUM_ARGS, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  })
})
afterAll(async () => {
  await browser.close()
  rmSync(pageDir, { recursive: true, force: true })
})

const open = async (options: BrowserContextOptions = {}) => {
  context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'pt-PT', ...options })
  page = await context.newPage()
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

beforeEach(async () => {
  world = await startWorld({ pageDir, reply: scriptedBot })
  foreign = []
  errors = []
})
afterEach(async () => {
  await context.close()
  await world.close()
  // Holds in every test: nothing from elsewhere, nothing that the policy refused, no error.
  expect(foreign).toEqual([])
  expect(errors).toEqual([])
})

const say = async (text: string) => {
  await page.fill('#field', text)
  await page.press('#field', 'Enter')
}
const shown = (text: string) => page.getByText(text, { exact: true }).first().waitFor()
const count = (text: string) => page.locator('#log .bubble', { hasText: text }).count()
const address = (): string => {
  const first = world.received[0]
  if (!first) throw new Error('nothing was received')
  return partsOfConversation(first.conversation).address
}

describe('talking', () => {
  test('a first visit: a language, the topics, a topic', async () => {
    await open()
    await page.click('[data-choice="lang:pt"]')
    await page.click('[data-choice="topic:work"]')
    await shown('Escolheu: Trabalho')
    expect(await page.getAttribute('[data-choice="topic:work"]', 'aria-pressed')).toBe('true')
    expect(world.received.map((message) => message.body)).toMatchObject([
      { choice: 'lang:pt' },
      { choice: 'topic:work' },
    ])
  })

  test('an answer shows its steps, its source and its telephone number', async () => {
    await open()
    await say('perdi meu cartao')
    await page.locator('.steps li').nth(2).waitFor()
    expect(await page.locator('.lead', { hasText: 'Avise a DEF' }).count()).toBe(1)
    expect(await page.getAttribute('.source a', 'href')).toBe('https://aai.gov.cv/imigrantes/conselhos-uteis')
    expect(await page.getAttribute('.steps a', 'href')).toBe('tel:3360414')
    await page.click('.useful [data-choice="useful:yes:card-lost"]')
    await shown('Escolheu: Ajudou')
  })

  test('markup in a message is shown, not run', async () => {
    await open()
    const text = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    await say(text)
    await shown(`Eco: ${text}`)
    expect(await page.title()).toBe('Apoio ao Imigrante')
    expect(await page.locator('#log img, #log script').count()).toBe(0)
  })

  test('loading again keeps the conversation, each line once', async () => {
    await open()
    await page.click('[data-choice="lang:pt"]')
    await say('bom dia')
    await shown('Eco: bom dia')
    await page.reload()
    await shown('Eco: bom dia')
    expect(await count('bom dia')).toBe(2)
    expect(await page.locator('[data-choice="topic:work"]').count()).toBe(1)
    expect(await page.getAttribute('[data-choice="lang:pt"]', 'aria-pressed')).toBe('true')
    await say('mais uma')
    await shown('Eco: mais uma')
  })

  test('a person of the unit is named, and the header says so until the assistant speaks again', async () => {
    await open()
    await say('uma pessoa')
    await shown('Zenaida, Unidade do Sal')
    await expect.poll(() => page.textContent('#state')).toBe('Está a falar com uma pessoa')
    await world.send(address(), { text: 'O assistente automático volta a responder.', choices: [] })
    await expect.poll(() => page.textContent('#state')).toBe('Assistente automático')
  })

  test('the language changes the page and keeps what was said', async () => {
    await open()
    await say('bom dia')
    await shown('Eco: bom dia')
    await page.click('#language')
    await page.click('.menu [lang="fr"]')
    await shown('Aide aux immigrants')
    expect(await page.getAttribute('html', 'lang')).toBe('fr')
    expect(await count('Eco: bom dia')).toBe(1)
    await expect.poll(() => world.received.length).toBe(2)
    expect(world.received[1]?.body).toMatchObject({ kind: 'choice', choice: 'lang:fr' })
  })

  test('an erasure clears the page', async () => {
    await open()
    await say('bom dia')
    await shown('Eco: bom dia')
    await world.channel.forget(address())
    await world.send(address(), { text: 'Está tudo apagado.', choices: [] })
    await shown('Está tudo apagado.')
    expect(await count('bom dia')).toBe(0)
  })

  test('an answer that is faster than the receipt leaves no dots behind', async () => {
    await open()
    await page.route('**/chat/messages', async (route) => {
      const response = await route.fetch()
      await shown('Eco: bom dia')
      await route.fulfill({ response })
    })
    const receipt = page.waitForResponse('**/chat/messages')
    await say('bom dia')
    await receipt
    await page.waitForTimeout(600)
    expect(await page.locator('.dots').count()).toBe(0)
    expect(await page.getByText('Respondida às').count()).toBe(1)
  })

  test('without an answer, the page says so and offers a person', async () => {
    await open()
    await say('silencio')
    await page.locator('.dots').waitFor()
    await page.getByText('Está a demorar.').waitFor()
    await page.locator('#after button').click()
    await shown('Escolheu: Falar com uma pessoa')
  })
})

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

describe('network', () => {
  test('what is written without network waits, survives a reload and arrives once, in order', async () => {
    await open()
    await say('primeira')
    await shown('Eco: primeira')
    await world.unlisten()
    await say('segunda')
    await page.getByText('Sem rede. Envia sozinho.').first().waitFor()
    await say('terceira')
    await world.listen()
    await page.reload()
    await shown('Eco: terceira')
    expect(world.received.map((message) => message.body.kind === 'text' && message.body.text)).toEqual([
      'primeira',
      'segunda',
      'terceira',
    ])
    const texts = await page.locator('#log .mine .bubble').allTextContents()
    expect(texts).toEqual(['primeira', 'segunda', 'terceira'])
  })

  test('an answer that was lost on the way does not double the message', async () => {
    await open()
    let lost = 0
    await page.route('**/chat/messages', async (route) => {
      if (lost > 0) return route.continue()
      lost += 1
      await route.fetch()
      await route.abort()
    })
    await say('uma vez')
    await shown('Eco: uma vez')
    await page.getByText('Respondida às').waitFor()
    expect(lost).toBe(1)
    expect(world.received).toHaveLength(1)
    expect(await count('uma vez')).toBe(2)
  })

  test('what was said while the line was cut comes when it is back', async () => {
    await open()
    await say('primeira')
    await shown('Eco: primeira')
    await world.unlisten()
    await world.send(address(), { text: 'dito entretanto', choices: [] })
    await world.listen()
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await shown('dito entretanto')
    expect(await count('Eco: primeira')).toBe(1)
  })

  test('a browser without streams asks again and again', async () => {
    context = await browser.newContext({ locale: 'pt-PT' })
    page = await context.newPage()
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'ReadableStream'))
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(world.url('/'))
    await say('bom dia')
    await shown('Eco: bom dia')
    expect(asked).not.toContain('/chat/events')
  })

  test('a problem of ours is said, and the message goes when it is over', async () => {
    await open()
    world.breakStore(true)
    await say('bom dia')
    await page.getByText('Houve um problema nosso.').waitFor()
    world.breakStore(false)
    await shown('Eco: bom dia')
    expect(await count('bom dia')).toBe(2)
  })
})

describe('more than words', () => {
  test('a voice note is recorded and sent', async () => {
    await open({ permissions: ['microphone'] })
    await page.click('#composer .primary')
    await page.getByText('0:01').waitFor()
    await page.click('#composer .primary')
    await shown('Recebi: media')
    expect(world.received[0]?.body).toMatchObject({ kind: 'media', what: 'voice', media: { mime: 'audio/webm' } })
  })

  test('a place is sent, and a refused one is said', async () => {
    await open({ permissions: ['geolocation'], geolocation: { latitude: 14.9, longitude: -23.5 } })
    await page.click('.field .round')
    await page.getByText('A minha localização').click()
    await shown('Recebi: location')
    expect(world.received[0]?.body).toEqual({ kind: 'location', lat: 14.9, lon: -23.5 })
    await context.clearPermissions()
    await page.click('.field .round')
    await page.getByText('A minha localização').click()
    await page.getByText('Não há acesso à localização.').waitFor()
  })

  test('a photo is made smaller; what is no picture is refused in words', async () => {
    await open()
    const png = await page.evaluate(() => {
      const canvas = document.createElement('canvas')
      canvas.width = 3_000
      canvas.height = 1_500
      return canvas.toDataURL('image/png').split(',')[1] ?? ''
    })
    const choose = async (name: string, mimeType: string, buffer: Buffer) => {
      await page.click('.field .round')
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByText('Fotografia', { exact: true }).last().click(),
      ])
      await chooser.setFiles({ name, mimeType, buffer })
    }
    await choose('carta.png', 'image/png', Buffer.from(png, 'base64'))
    await shown('Recebi: media')
    expect(world.received[0]?.body).toMatchObject({ what: 'image', media: { mime: 'image/jpeg', name: null } })
    await choose('x.png', 'image/png', Buffer.from('<html>'))
    await page.getByText('só pode enviar fotografias, som e PDF').waitFor()
  })
})

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

test('the page is small', () => {
  const files = ['index.html', ...readdirSync(join(pageDir, 'chat-page')).map((name) => `chat-page/${name}`)]
  const size = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(pageDir, name))).length, 0)
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
  errors = errors.filter((error) => !/inline script/i.test(error))
})
