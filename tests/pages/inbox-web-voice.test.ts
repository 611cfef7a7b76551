import { describe, expect, it } from 'vitest'
import { ticketDetail } from '../../adapters/inbox/contract.ts'
import { onFilesPage } from '../support/inbox-files-page.ts'
import { readOgg } from '../support/ogg.ts'

describe('a voice note', () => {
  const { page, id, button, field, attached, sentBubbles, alert, lastFile } = onFilesPage()
  const recordFor = async (seconds: string) => {
    await button('Gravar voz').click()
    await page().getByRole('group', { name: 'A gravar' }).getByText(seconds).waitFor()
  }
  const watchMicrophone = () =>
    page().evaluate(() => {
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await ask(wanted)
        Object.assign(globalThis, { stream })
        return stream
      }
    })
  const microphone = () =>
    page().evaluate(() =>
      (globalThis as unknown as { stream: MediaStream }).stream.getTracks().map((track) => track.readyState),
    )

  it('is recorded, heard before it is sent, and leaves as Opus in Ogg', async () => {
    const scripts: string[] = []
    page().on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(request.url())
    })
    await watchMicrophone()
    await field().fill('Écoutez')
    expect(scripts).toEqual([])
    await recordFor('0:02')
    expect(scripts.length).toBeGreaterThan(0)
    expect(await button('Enviar').isDisabled()).toBe(true)
    await button('Parar').click()
    await attached().getByText('Nota de voz').waitFor()
    expect(await microphone()).toEqual(['ended'])
    await attached().getByRole('button', { name: 'Ouvir nota de voz' }).click()
    await expect
      .poll(() =>
        attached()
          .locator('audio')
          .evaluate((sound: HTMLAudioElement) => sound.currentTime),
      )
      .toBeGreaterThan(0.2)
    await button('Enviar').click()
    await sentBubbles().locator('.voice').waitFor()
    // How long it is, is not known before it is played: nothing is better than "0:00".
    expect(await sentBubbles().locator('.voice-time').last().textContent()).toBe('')

    const { bytes, mime, name } = await lastFile()
    expect([mime, name]).toEqual(['audio/ogg', null])
    const { packets, seconds } = readOgg(bytes)
    expect(packets.length).toBeGreaterThan(20)
    expect(seconds).toBeGreaterThan(1.9)
    expect(seconds).toBeLessThan(60)
    // The microphone that Chromium invents beeps once a second: it must still be heard.
    const loudest = await page().evaluate(
      async (all) => {
        const sound = await new AudioContext().decodeAudioData(Uint8Array.from(all).buffer)
        return sound.getChannelData(0).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      },
      [...bytes],
    )
    expect(loudest).toBeGreaterThan(0.05)
    const detail = ticketDetail.parse(
      await page().evaluate(async (path) => (await fetch(path)).json(), `/inbox/api/tickets/${id()}`),
    )
    expect(detail.entries.at(-1)).toMatchObject({ change: { attachment: { kind: 'media', what: 'voice' } } })
  })

  it('can be thrown away, which turns the microphone off', async () => {
    await watchMicrophone()
    await recordFor('0:01')
    await button('Deitar fora').click()
    await button('Gravar voz').waitFor()
    expect(await attached().count()).toBe(0)
    expect(await microphone()).toEqual(['ended'])
    await expect.poll(() => page().evaluate(() => document.activeElement?.id)).toBe('attach-voice')
  })

  it('waits for whoever leaves the case meanwhile, with the microphone off', async () => {
    await watchMicrophone()
    await recordFor('0:01')
    await page().getByRole('link', { name: 'Conta' }).click()
    await page().getByRole('heading', { name: 'Preferências' }).waitFor()
    await expect.poll(microphone).toEqual(['ended'])
    await page().goBack()
    await attached().getByText('Nota de voz').waitFor()
  })

  it('is not begun, and no microphone stays on, where the case was left before the browser asked to the end', async () => {
    await watchMicrophone()
    await page().evaluate(() => {
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      const allowed = new Promise<void>((resolve) => Object.assign(globalThis, { allow: resolve }))
      navigator.mediaDevices.getUserMedia = (wanted) => allowed.then(() => ask(wanted))
    })
    await button('Gravar voz').click()
    await page().getByRole('link', { name: 'Conta' }).click()
    await page().getByRole('heading', { name: 'Preferências' }).waitFor()
    await page().evaluate(() => (globalThis as unknown as { allow: () => void }).allow())
    await page().waitForFunction(() => 'stream' in globalThis)
    await expect.poll(microphone).toEqual(['ended'])
    await page().goBack()
    await field().waitFor()
    expect(await attached().count()).toBe(0)
  })

  it('does not begin where it could not be repacked', async () => {
    await page().route('**/assets/*.js', (route) => route.abort())
    await button('Gravar voz').click()
    await alert().getByText('Não foi possível gravar.').waitFor()
  })
})

describe('where the browser does not allow the microphone', () => {
  const { button, field, alert } = onFilesPage('refused')

  it('a voice note says so, and leaves what was written', async () => {
    await field().fill('Texto')
    await button('Gravar voz').click()
    await alert().getByText('O navegador não deixa usar o microfone.').waitFor()
    expect(await field().inputValue()).toBe('Texto')
    await button('Gravar voz').waitFor()
  })
})
