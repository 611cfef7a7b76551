import type { Page } from 'playwright-core'
import { findings } from './axe.ts'
import { misfits } from './misfits.ts'

export const COLOURS = ['light', 'dark'] as const
export type Colours = (typeof COLOURS)[number]

type Size = readonly [width: number, height: number]

type Looks = {
  /** The windows to look at, that of a telephone first. */
  readonly sizes?: readonly [Size, ...Size[]]
  /** Windows in which axe would find nothing else, and only the fit is looked at. */
  readonly fitOnly?: readonly Size[]
  /** In the dark, where something has its colours in another window only; else the first of all. */
  readonly dark?: readonly Size[]
  /** What else has to fit in each window, in words where it does not. */
  readonly fits?: () => Promise<readonly string[]>
}

const SIZES = [
  [360, 740],
  [1440, 900],
  [320, 640],
] as const

/**
 * Finds all that is wrong with the page as it stands: what axe finds, what does not fit, and what is too small for a thumb.
 * Sizes do not depend on colours, so in the dark only axe looks, and only in the window of a telephone. Afterwards the window has
 * the size that it had.
 */
export const createLook =
  (page: Page, colours: Colours, options: Looks = {}) =>
  async (what: string): Promise<readonly string[]> => {
    const { sizes = SIZES, fitOnly = [], dark = [sizes[0]], fits = async () => [] } = options
    const before = page.viewportSize()
    const found: string[] = []
    const windows = colours === 'dark' ? dark : [...sizes, ...fitOnly]
    for (const [at, [width, height]] of windows.entries()) {
      await page.setViewportSize({ width, height })
      // The style sheet has answered once the next frame is drawn.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
      const wrong = [
        ...(colours === 'light' ? [...(await fits()), ...(await misfits(page))] : []),
        ...(colours === 'dark' || at < sizes.length ? await findings(page) : []),
      ]
      found.push(...wrong.map((one) => `${colours}, ${what} ${width}: ${one}`))
    }
    if (before !== null) await page.setViewportSize(before)
    return found
  }
