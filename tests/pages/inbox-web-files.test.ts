import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ticketDetail } from '../../adapters/inbox/contract.ts'
import type { TicketId } from '../../bot/ids.ts'
import type { KeptFile } from '../../bot/ports/store.ts'
import type { TicketEntry } from '../../bot/ticket.ts'
import { DAY } from '../../bot/time.ts'
import { PASSWORD, startInbox, type TestInbox } from '../inbox/support.ts'
import { findings } from '../support/axe.ts'
import { type InboxBrowser, openInboxPage, signIn } from '../support/inbox-browser.ts'
import { misfits } from '../support/misfits.ts'
import { readOgg } from '../support/ogg.ts'
import { SAMPLES } from '../support/samples.ts'

/** The page against the real server and its records, with a microphone that Chromium invents. */
let inbox: TestInbox
let world: Pick<InboxBrowser, 'open' | 'stop'>
let page: Page
let id: TicketId
let cases = 0
let kept: BrowserContextOptions = {}

beforeAll(async () => {
  world = await openInboxPage(
    async (dist) => {
      const options = { requireTwoFactor: [], dist }
      inbox = await startInbox(options)
      const admin = await inbox.administrator()
      await inbox.member(admin, 'zenaida@exemplo.cv', 'agent', ['sal'], 'Zenaida M.')
      return { url: inbox.origin, stop: inbox.stop }
    },
    ['--use-fake-device-for-media-stream'],
  )
  const first = await world.open('')
  await signIn(first, 'zenaida@exemplo.cv', PASSWORD)
  await first.getByText('Ninguém à espera').waitFor()
  kept = { storageState: await first.context().storageState() }
  await first.context().close()
})
afterAll(() => world.stop())

const enter = async (options: BrowserContextOptions = {}) => {
  page = await world.open(`cases/${id}`, { ...kept, permissions: ['microphone'], ...options })
  await field().waitFor()
}
beforeEach(async () => {
  cases += 1
  id = await inbox.openCase('sal', `p${cases}`, { name: 'Fatou N.' })
  page = await world.open(`cases/${id}`, { ...kept, permissions: ['microphone'] })
  await button('Assumir').click()
  await field().waitFor()
})
afterEach(() => page.context().close())

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const field = () => page.locator('#composer-field')
const attached = () => page.getByRole('group', { name: 'Vai com a resposta' })
const sentBubbles = () => page.locator('.bubble.staff')
const alert = () => page.locator('.composer [role=alert]')
const choose = (name: string, bytes: Uint8Array, mimeType = '') =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer: Buffer.from(bytes) })
const noMore = (locator: ReturnType<typeof attached>) => expect.poll(() => locator.count()).toBe(0)

type FromStaff = Extract<TicketEntry['change'], { kind: 'from-staff' }>
const fromStaff = async (): Promise<readonly FromStaff[]> => {
  const ticket = await inbox.store.ticket(id, { units: 'all' })
  return (ticket?.entries ?? []).flatMap(({ change }) => (change.kind === 'from-staff' ? [change] : []))
}
/** The file of the last reply as the channel will get it. */
const lastFile = async (): Promise<KeptFile> => {
  const sent = (await fromStaff()).at(-1)?.attachment
  const file = sent?.kind === 'file' ? await inbox.store.file(sent.file) : null
  if (file === null) throw new Error('no file was sent')
  return file
}

/** A large photo as a camera makes it: lying on its side, with words about where it was taken. */
const photo = async (): Promise<Buffer> => {
  const plain = await page.evaluate(() => {
    const canvas = document.createElement('canvas')
    canvas.width = 3000
    canvas.height = 2000
    const paper = canvas.getContext('2d')
    if (paper) {
      paper.fillStyle = '#7a9'
      paper.fillRect(0, 0, 3000, 2000)
    }
    return canvas.toDataURL('image/jpeg').split(',')[1] ?? ''
  })
  const jpeg = Buffer.from(plain, 'base64')
  const words = Buffer.from('moonflower street\0')
  const tag = (name: number, type: number, count: number, value: number) => {
    const bytes = Buffer.alloc(12)
    bytes.writeUInt16LE(name, 0)
    bytes.writeUInt16LE(type, 2)
    bytes.writeUInt32LE(count, 4)
    bytes.writeUInt32LE(value, 8)
    return bytes
  }
  const tiff = [Buffer.from('II*\0\x08\0\0\0\x02\0', 'latin1'), tag(0x010e, 2, words.length, 38), tag(0x0112, 3, 1, 6)]
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), ...tiff, Buffer.alloc(4), words])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(exif.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)])
}

/** Width and height of a JPEG. */
const sizeOf = (bytes: Uint8Array): readonly number[] => {
  const jpeg = Buffer.from(bytes)
  for (let at = 2; at < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2)) {
    if ((jpeg[at + 1] ?? 0) >= 0xc0 && (jpeg[at + 1] ?? 0) <= 0xc2)
      return [jpeg.readUInt16BE(at + 7), jpeg.readUInt16BE(at + 5)]
  }
  throw new Error('no size')
}

/** Drops files on the page or pastes them, as the browser itself would tell the page. */
const bring = (how: 'drop' | 'paste', names: readonly string[], text = '') =>
  page.evaluate(
    ([how, names, bytes, text]) => {
      const data = new DataTransfer()
      for (const name of names) data.items.add(new File([Uint8Array.from(bytes)], name, { type: 'application/pdf' }))
      if (text !== '') data.setData('text/plain', text)
      const about = { bubbles: true, cancelable: true }
      const event =
        how === 'drop'
          ? new DragEvent('drop', { ...about, dataTransfer: data })
          : new ClipboardEvent('paste', { ...about, clipboardData: data })
      return document.querySelector(how === 'drop' ? '.entries' : '#composer-field')?.dispatchEvent(event)
    },
    [how, names, [...SAMPLES.file.bytes], text] as const,
  )

describe('a picture', () => {
  it('is shown, made smaller, upright and without what the camera wrote, and sent without words', async () => {
    await choose('IMG 1.JPG', await photo(), 'image/jpeg')
    await attached().getByText('IMG 1.jpg').waitFor()
    await attached().getByAltText('Fotografia que vai enviar').waitFor()
    expect(await attached().evaluate((element) => element === document.activeElement)).toBe(true)
    await button('Enviar').click()
    await sentBubbles().getByText('Fotografia escondida.').waitFor()
    await noMore(attached())

    const { bytes, mime } = await lastFile()
    expect([mime, ...sizeOf(bytes)]).toEqual(['image/jpeg', 1067, 1600])
    expect(Buffer.from(bytes).includes('moonflower')).toBe(false)
    expect((await fromStaff()).map(({ text }) => text)).toEqual([''])
    await button('Mostrar fotografia').click()
    const shown = page.getByAltText('Fotografia que a unidade enviou')
    await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBe(1600)
  })

  it('that is transparent has white paper, and one that is small keeps its size', async () => {
    const clear = await page.evaluate(() => {
      const canvas = document.createElement('canvas')
      canvas.width = 30
      canvas.height = 20
      return canvas.toDataURL('image/png').split(',')[1] ?? ''
    })
    await choose('carimbo.png', Buffer.from(clear, 'base64'), 'image/png')
    await attached().waitFor()
    await button('Enviar').click()
    await sentBubbles().waitFor()
    const { bytes } = await lastFile()
    expect(sizeOf(bytes)).toEqual([30, 20])
    const paper = await page.evaluate(
      async (all) => {
        const canvas = document.createElement('canvas')
        const context = canvas.getContext('2d')
        context?.drawImage(await createImageBitmap(new Blob([Uint8Array.from(all)])), 0, 0)
        return [...(context?.getImageData(10, 10, 1, 1).data ?? [])]
      },
      [...bytes],
    )
    expect(paper).toEqual([255, 255, 255, 255])
  })
})

describe('a file', () => {
  it('goes with words, byte for byte, and is taken away again where somebody thinks better of it', async () => {
    await field().fill('Remplissez ceci.')
    await choose('errado.pdf', SAMPLES.file.bytes)
    await attached().getByText('errado.pdf').waitFor()
    await button('Tirar').click()
    await noMore(attached())
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('attach-file')
    await choose('formulário 1.pdf', SAMPLES.file.bytes)
    await attached().getByText('formulário 1.pdf').waitFor()
    await field().press('Control+Enter')
    await sentBubbles().getByText('Remplissez ceci.').waitFor()
    const download = page.waitForEvent('download')
    await page.locator('a.attachment').click()
    expect((await download).suggestedFilename()).toBe('formulário 1.pdf')
    const { bytes, name } = await lastFile()
    expect([Buffer.from(bytes).equals(Buffer.from(SAMPLES.file.bytes)), name]).toEqual([true, 'formulário 1.pdf'])
    expect((await fromStaff()).map(({ text }) => text)).toEqual(['Remplissez ceci.', ''])
  })

  it('can be dropped anywhere, or pasted; of several the first is kept, and words stay words', async () => {
    expect(await bring('drop', ['a.pdf', 'b.pdf'])).toBe(false)
    await attached().getByText('a.pdf').waitFor()
    await alert().getByText('Vai um de cada vez').waitFor()
    expect(await bring('paste', ['c.pdf'])).toBe(false)
    await attached().getByText('c.pdf').waitFor()
    expect(await bring('paste', ['d.png'], 'the words themselves')).toBe(true)
    expect(await attached().textContent()).toContain('c.pdf')
  })

  it.each([
    ['carta.pdf', Buffer.from('these are words'), '', 'Só se podem enviar'],
    ['página.png', Buffer.from('<svg/>'), 'image/png', 'Não foi possível abrir o ficheiro.'],
    ['som.wav', Buffer.from('RIFF\0\0\0\0WAVE'), 'audio/wav', 'Só se podem enviar'],
    ['grande.pdf', Buffer.concat([Buffer.from('%PDF-1.4'), Buffer.alloc(5 * 1024 * 1024)]), '', 'mais de 5 MB'],
  ])('%s is refused in words before it leaves, and what was written stays', async (name, bytes, mime, words) => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await field().fill('O meu texto')
    await choose(name, bytes, mime)
    await alert().getByText(words).waitFor()
    expect(await attached().count()).toBe(0)
    expect(await field().inputValue()).toBe('O meu texto')
    expect(asked.filter((url) => url.endsWith('/files'))).toEqual([])
  })

  it('cannot go with a note', async () => {
    await button('Nota interna').click()
    await field().waitFor()
    expect(await button('Juntar').count()).toBe(0)
    expect(await bring('drop', ['a.pdf'])).toBe(true)
  })
})

describe('what goes wrong', () => {
  it('without a connection nothing is lost, and the same button sends later', async () => {
    await page.route('**/files', (route) => route.abort())
    await field().fill('Voici le formulaire.')
    await choose('f.pdf', SAMPLES.file.bytes)
    await attached().waitFor()
    await button('Enviar').click()
    await alert().getByText('Nada se perdeu.').waitFor()
    expect(await attached().textContent()).toContain('f.pdf')
    expect(await field().inputValue()).toBe('Voici le formulaire.')
    await page.unroute('**/files')
    await button('Enviar').click()
    await sentBubbles().getByText('f.pdf').waitFor()
    expect((await fromStaff()).length).toBe(2)
  })

  it('a reload keeps the words and not the file; another case and back keeps both', async () => {
    await field().fill('Voici le formulaire.')
    await choose('f.pdf', SAMPLES.file.bytes)
    await attached().waitFor()
    await page.getByRole('link', { name: 'Conta' }).click()
    await page.getByRole('heading', { name: 'Preferências' }).waitFor()
    await page.goBack()
    await attached().getByText('f.pdf').waitFor()
    await page.reload()
    await expect.poll(() => field().inputValue()).toBe('Voici le formulaire.')
    expect(await attached().count()).toBe(0)
  })

  it('tells how far it is, and can be stopped on its way: the words stay, nothing is sent', async () => {
    await page.route('**/files', () => undefined)
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
    await noMore(attached())
    await button('Enviar').waitFor()
    expect(await field().inputValue()).toBe('Voici')
    expect(await alert().count()).toBe(0)
    expect(await fromStaff()).toEqual([])
  })

  it('a person who writes in between is read first, and the file is given once', async () => {
    const given: string[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/files')) given.push(request.url())
    })
    await choose('f.pdf', SAMPLES.file.bytes)
    await attached().waitFor()
    await inbox.writes(`p${cases}`, { kind: 'text', text: 'Encore une question' })
    await page.getByText('Chegou uma mensagem nova enquanto escrevia.').waitFor()
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
      const now = inbox.clock.now()
      const items = await inbox.store.takeOutbox(now, 50, DAY, ['whatsapp-cloud'])
      expect(items).not.toEqual([])
      for (const item of items) {
        gone ||= item.message.attachment !== undefined
        await inbox.store.begin(item.id, now)
        await inbox.store.settle(item.id, item.message.attachment ? refused : { kind: 'sent', provider: null }, now)
      }
    }
    await page.reload()
    await page
      .locator('.bubble.failed', { hasText: 'f.pdf' })
      .getByText(/a plataforma não aceitou o ficheiro/)
      .waitFor()
    await button('Tentar de novo').click()
    await page.locator('.bubble.staff', { hasText: 'f.pdf' }).getByText('Na fila').waitFor()
  })
})

describe('a voice note', () => {
  const recordFor = async (seconds: string) => {
    await button('Gravar voz').click()
    await page.getByRole('group', { name: 'A gravar' }).getByText(seconds).waitFor()
  }
  const watchMicrophone = () =>
    page.evaluate(() => {
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await ask(wanted)
        Object.assign(globalThis, { stream })
        return stream
      }
    })
  const microphone = () =>
    page.evaluate(() =>
      (globalThis as unknown as { stream: MediaStream }).stream.getTracks().map((track) => track.readyState),
    )

  it('is recorded, heard before it is sent, and leaves as Opus in Ogg', async () => {
    const scripts: string[] = []
    page.on('request', (request) => {
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

    const { bytes, mime, name } = await lastFile()
    expect([mime, name]).toEqual(['audio/ogg', null])
    const { packets, seconds } = readOgg(bytes)
    expect(packets.length).toBeGreaterThan(20)
    expect(seconds).toBeGreaterThan(1.9)
    expect(seconds).toBeLessThan(60)
    // The microphone that Chromium invents beeps once a second: it must still be heard.
    const loudest = await page.evaluate(
      async (all) => {
        const sound = await new AudioContext().decodeAudioData(Uint8Array.from(all).buffer)
        return sound.getChannelData(0).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      },
      [...bytes],
    )
    expect(loudest).toBeGreaterThan(0.05)
    const detail = ticketDetail.parse(
      await page.evaluate(async (path) => (await fetch(path)).json(), `/inbox/api/tickets/${id}`),
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
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('attach-voice')
  })

  it('waits for whoever leaves the case meanwhile, with the microphone off', async () => {
    await watchMicrophone()
    await recordFor('0:01')
    await page.getByRole('link', { name: 'Conta' }).click()
    await page.getByRole('heading', { name: 'Preferências' }).waitFor()
    await expect.poll(microphone).toEqual(['ended'])
    await page.goBack()
    await attached().getByText('Nota de voz').waitFor()
  })

  it('is not begun, and no microphone stays on, where the case was left before the browser asked to the end', async () => {
    await watchMicrophone()
    await page.evaluate(() => {
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      const allowed = new Promise<void>((resolve) => Object.assign(globalThis, { allow: resolve }))
      navigator.mediaDevices.getUserMedia = (wanted) => allowed.then(() => ask(wanted))
    })
    await button('Gravar voz').click()
    await page.getByRole('link', { name: 'Conta' }).click()
    await page.getByRole('heading', { name: 'Preferências' }).waitFor()
    await page.evaluate(() => (globalThis as unknown as { allow: () => void }).allow())
    await page.waitForFunction(() => 'stream' in globalThis)
    await expect.poll(microphone).toEqual(['ended'])
    await page.goBack()
    await field().waitFor()
    expect(await attached().count()).toBe(0)
  })

  it('says so where the browser does not allow the microphone', async () => {
    await page.context().close()
    await enter({ permissions: [] })
    await field().fill('Texto')
    await button('Gravar voz').click()
    await alert().getByText('O navegador não deixa usar o microfone.').waitFor()
    expect(await field().inputValue()).toBe('Texto')
    await button('Gravar voz').waitFor()
  })

  it('does not begin where it could not be repacked', async () => {
    await page.route('**/assets/*.js', (route) => route.abort())
    await button('Gravar voz').click()
    await alert().getByText('Não foi possível gravar.').waitFor()
  })
})

describe('a place', () => {
  it('is written by keyboard alone, put right, shown as text, and sent', async () => {
    await field().focus()
    const passed: string[] = []
    for (let presses = 0; presses < 3; presses += 1) {
      await page.keyboard.press('Tab')
      passed.push(await page.evaluate(() => document.activeElement?.textContent ?? ''))
    }
    expect(passed).toEqual(['Juntar', 'Gravar voz', 'Lugar'])
    await page.keyboard.press('Enter')
    await page.keyboard.type('https://maps.app.goo.gl/abc')
    await page.keyboard.press('Enter')
    await alert().getByText('Este link curto não diz onde é.').waitFor()
    await page.keyboard.press('Escape')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('attach-place')
    await page.keyboard.press('Enter')
    await page.keyboard.type('16.755, 22.945')
    await page.keyboard.press('Enter')
    await attached().getByText('Fica fora de Cabo Verde. Falta um sinal menos?').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await button('Lugar').click()
    await page.keyboard.type('16.755, -22.945')
    await page.keyboard.press('Enter')
    await attached().getByText('Lugar: 16.75500, -22.94500').waitFor()
    expect(await attached().textContent()).not.toContain('fora de Cabo Verde')
    expect(await fromStaff()).toEqual([])
    await page.keyboard.press('Control+Enter')
    await sentBubbles().getByRole('link', { name: 'Lugar: 16.75500, -22.94500' }).waitFor()
    expect((await fromStaff()).at(-1)?.attachment).toEqual({ kind: 'location', lat: 16.755, lon: -22.945 })
  })
})

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  const look = async (what: string): Promise<readonly string[]> => {
    const found: string[] = []
    for (const [width, height] of [
      [1440, 900],
      [360, 740],
      [320, 640],
    ] as const) {
      await page.setViewportSize({ width, height })
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
      const send = page.locator('.composer [type=submit]')
      await send.scrollIntoViewIfNeeded()
      const box = await send.boundingBox()
      const out = box === null || box.y + box.height > height ? ['the button that sends is out of reach'] : []
      found.push(
        ...[...out, ...(await misfits(page)), ...(await findings(page))].map((one) => `${what} ${width}: ${one}`),
      )
    }
    return found
  }

  it('no finding of axe, nothing too small for a thumb, and all fits, whatever is attached', async () => {
    await page.context().close()
    await enter({ colorScheme })
    const found = [...(await look('nothing'))]
    await button('Lugar').click()
    await page.keyboard.type('here')
    await page.keyboard.press('Enter')
    found.push(...(await look('a wrong place')))
    await page.keyboard.press('Escape')
    await choose('uma fotografia com um nome que não acaba tão cedo.jpg', await photo(), 'image/jpeg')
    await attached().waitFor()
    found.push(...(await look('a picture')))
    await button('Tirar').click()
    await button('Gravar voz').click()
    await button('Parar').waitFor()
    found.push(...(await look('recording')))
    await button('Parar').click()
    await attached().waitFor()
    await page.route('**/files', () => undefined)
    await button('Enviar').click()
    await attached().getByRole('progressbar').waitFor()
    found.push(...(await look('on its way')))
    expect(found).toEqual([])
  })
})
