import { describe, expect, it } from 'vitest'
import { DAY } from '../../bot/time.ts'
import { onFilesPage } from '../support/inbox-files-page.ts'
import { SAMPLES } from '../support/samples.ts'

const { inbox, page, address, button, field, attached, sentBubbles, alert, choose, bring, fromStaff } = onFilesPage()

describe('what goes wrong', () => {
  it('without a connection nothing is lost, and the same button sends later', async () => {
    await page().route('**/files', (route) => route.abort())
    await field().fill('Voici le formulaire.')
    await choose('f.pdf', SAMPLES.file.bytes)
    await attached().waitFor()
    await button('Enviar').click()
    await alert().getByText('Nada se perdeu.').waitFor()
    expect(await attached().textContent()).toContain('f.pdf')
    expect(await field().inputValue()).toBe('Voici le formulaire.')
    await page().unroute('**/files')
    await button('Enviar').click()
    await sentBubbles().getByText('f.pdf').waitFor()
    expect((await fromStaff()).length).toBe(2)
  })

  it('a reload keeps the words and not the file; another case and back keeps both', async () => {
    await field().fill('Voici le formulaire.')
    await choose('f.pdf', SAMPLES.file.bytes)
    await attached().waitFor()
    await page().getByRole('link', { name: 'Conta' }).click()
    await page().getByRole('heading', { name: 'Preferências' }).waitFor()
    await page().goBack()
    await attached().getByText('f.pdf').waitFor()
    await page().reload()
    await expect.poll(() => field().inputValue()).toBe('Voici le formulaire.')
    expect(await attached().count()).toBe(0)
  })

  it('tells how far it is, and can be stopped on its way: the words stay, nothing is sent', async () => {
    await page().route('**/files', () => undefined)
    await field().fill('Voici')
    await choose('f.pdf', SAMPLES.file.bytes)
    await attached().waitFor()
    await button('Enviar').click()
    await attached()
      .getByText(/^A enviar o ficheiro: \d+ %$/)
      .waitFor()
    await attached().getByRole('progressbar', { name: 'Envio do ficheiro' }).waitFor()
    await bring('drop', ['other.pdf'])
    await field().press('x')
    await button('Parar o envio').click()
    await expect.poll(() => attached().count()).toBe(0)
    await button('Enviar').waitFor()
    expect(await field().inputValue()).toBe('Voici')
    expect(await alert().count()).toBe(0)
    expect(await fromStaff()).toEqual([])
  })

  it('a person who writes in between is read first, and the file is given once', async () => {
    const given: string[] = []
    page().on('request', (request) => {
      if (request.url().endsWith('/files')) given.push(request.url())
    })
    await choose('f.pdf', SAMPLES.file.bytes)
    await attached().waitFor()
    await inbox().writes(address(), { kind: 'text', text: 'Encore une question' })
    await page().getByText('Chegou uma mensagem nova enquanto escrevia.').waitFor()
    await button('Enviar').click()
    await button('Enviar assim mesmo').click()
    await sentBubbles().getByText('f.pdf').waitFor()
    expect(given.length).toBe(1)
  })

  it('what the platform refused is sent again from the thread', async () => {
    await choose('f.pdf', SAMPLES.file.bytes)
    await attached().waitFor()
    await button('Enviar').click()
    await sentBubbles().getByText('f.pdf').waitFor()
    const refused = { kind: 'rejected', code: '131053' } as const
    for (let gone = false; !gone; ) {
      const now = inbox().clock.now()
      const items = await inbox().store.takeOutbox(now, 50, DAY, ['whatsapp-cloud'])
      expect(items).not.toEqual([])
      for (const item of items) {
        gone ||= item.message.attachment !== undefined
        await inbox().store.begin(item.id, now)
        await inbox().store.settle(item.id, item.message.attachment ? refused : { kind: 'sent', provider: null }, now)
      }
    }
    await page().reload()
    await page()
      .locator('.bubble.failed', { hasText: 'f.pdf' })
      .getByText(/a plataforma não aceitou o ficheiro/)
      .waitFor()
    await button('Tentar de novo').click()
    await page().locator('.bubble.staff', { hasText: 'f.pdf' }).getByText('Na fila').waitFor()
  })
})
