import { describe, expect, test } from 'vitest'
import { address, context, count, inChromium, open, page, say, shown, world } from './webchat-browser.ts'

inChromium()

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
