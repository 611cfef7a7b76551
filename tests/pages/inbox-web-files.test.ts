import { describe, expect, it } from 'vitest'
import { onFilesPage, photoFrom } from '../support/inbox-files-page.ts'
import { SAMPLES } from '../support/samples.ts'

const { page, button, field, attached, sentBubbles, alert, choose, bring, fromStaff, lastFile } = onFilesPage()

/** Width and height of a JPEG. */
const sizeOf = (bytes: Uint8Array): readonly number[] => {
  const jpeg = Buffer.from(bytes)
  for (let at = 2; at < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2)) {
    if ((jpeg[at + 1] ?? 0) >= 0xc0 && (jpeg[at + 1] ?? 0) <= 0xc2)
      return [jpeg.readUInt16BE(at + 7), jpeg.readUInt16BE(at + 5)]
  }
  throw new Error('no size')
}

describe('a picture', () => {
  it('is shown, made smaller, upright and without what the camera wrote, and sent without words', async () => {
    await choose('IMG 1.JPG', await photoFrom(page()), 'image/jpeg')
    await attached().getByText('IMG 1.jpg').waitFor()
    await attached().getByAltText('Fotografia que vai enviar').waitFor()
    expect(await attached().evaluate((element) => element === document.activeElement)).toBe(true)
    await button('Enviar').click()
    await sentBubbles().getByText('Fotografia escondida.').waitFor()
    await expect.poll(() => attached().count()).toBe(0)

    const { bytes, mime } = await lastFile()
    expect([mime, ...sizeOf(bytes)]).toEqual(['image/jpeg', 1067, 1600])
    expect(Buffer.from(bytes).includes('moonflower')).toBe(false)
    expect((await fromStaff()).map(({ text }) => text)).toEqual([''])
    await button('Mostrar fotografia').click()
    const shown = page().getByAltText('Fotografia que a unidade enviou')
    await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBe(1600)
  })

  it('that is transparent has white paper, and one that is small keeps its size', async () => {
    const clear = await page().evaluate(() => {
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
    const paper = await page().evaluate(
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
    await expect.poll(() => attached().count()).toBe(0)
    expect(await page().evaluate(() => document.activeElement?.id)).toBe('attach-file')
    await choose('formulário 1.pdf', SAMPLES.file.bytes)
    await attached().getByText('formulário 1.pdf').waitFor()
    await field().press('Control+Enter')
    await sentBubbles().getByText('Remplissez ceci.').waitFor()
    const download = page().waitForEvent('download')
    await page().locator('a.attachment').click()
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
    page().on('request', (request) => asked.push(request.url()))
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

describe('a place', () => {
  it('is written by keyboard alone, put right, shown as text, and sent', async () => {
    await field().focus()
    const passed: string[] = []
    for (let presses = 0; presses < 3; presses += 1) {
      await page().keyboard.press('Tab')
      passed.push(await page().evaluate(() => document.activeElement?.textContent ?? ''))
    }
    expect(passed).toEqual(['Juntar', 'Gravar voz', 'Lugar'])
    await page().keyboard.press('Enter')
    await page().keyboard.type('https://maps.app.goo.gl/abc')
    await page().keyboard.press('Enter')
    await alert().getByText('Este link curto não diz onde é.').waitFor()
    await page().keyboard.press('Escape')
    expect(await page().evaluate(() => document.activeElement?.id)).toBe('attach-place')
    await page().keyboard.press('Enter')
    await page().keyboard.type('16.755, 22.945')
    await page().keyboard.press('Enter')
    await attached().getByText('Fica fora de Cabo Verde. Falta um sinal menos?').waitFor()
    await page().keyboard.press('Tab')
    await page().keyboard.press('Enter')
    await button('Lugar').click()
    await page().keyboard.type('16.755, -22.945')
    await page().keyboard.press('Enter')
    await attached().getByText('Lugar: 16.75500, -22.94500').waitFor()
    expect(await attached().textContent()).not.toContain('fora de Cabo Verde')
    expect(await fromStaff()).toEqual([])
    await page().keyboard.press('Control+Enter')
    await sentBubbles().getByRole('link', { name: 'Lugar: 16.75500, -22.94500' }).waitFor()
    expect((await fromStaff()).at(-1)?.attachment).toEqual({ kind: 'location', lat: 16.755, lon: -22.945 })
  })
})
