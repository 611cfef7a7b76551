import { describe, expect, test } from 'vitest'
import { address, count, inChromium, open, openBlank, page, say, shown, world } from './webchat-browser.ts'

inChromium()

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
    await openBlank({ locale: 'pt-PT' })
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
