import { describe, expect, it } from 'vitest'
import { onFilesPage, photoFrom } from '../support/inbox-files-page.ts'
import { COLOURS, createLook } from '../support/looks.ts'

const { page, enterAgain, button, attached, choose } = onFilesPage()

/** Words where the button that sends is out of reach. */
const fits = async (): Promise<readonly string[]> => {
  const send = page().locator('.composer [type=submit]')
  await send.scrollIntoViewIfNeeded()
  const box = await send.boundingBox()
  const { height } = page().viewportSize() ?? { height: 0 }
  return box === null || box.y + box.height > height ? ['the button that sends is out of reach'] : []
}

describe.each(COLOURS)('in %s', (colorScheme) => {
  it('no finding of axe, nothing too small for a thumb, and all fits, whatever is attached', async () => {
    // What is between two looks is done in the smallest window.
    await enterAgain({ colorScheme, viewport: { width: 320, height: 640 } })
    const look = createLook(page(), colorScheme, { fits })
    const found = [...(await look('nothing'))]
    await button('Lugar').click()
    await page().keyboard.type('here')
    await page().keyboard.press('Enter')
    found.push(...(await look('a wrong place')))
    await page().keyboard.press('Escape')
    await choose('uma fotografia com um nome que não acaba tão cedo.jpg', await photoFrom(page()), 'image/jpeg')
    await attached().waitFor()
    found.push(...(await look('a picture')))
    await button('Tirar').click()
    await button('Gravar voz').click()
    await button('Parar').waitFor()
    found.push(...(await look('recording')))
    await button('Parar').click()
    await attached().waitFor()
    await page().route('**/files', () => undefined)
    await button('Enviar').click()
    await attached().getByRole('progressbar').waitFor()
    found.push(...(await look('on its way')))
    expect(found).toEqual([])
  })
})
