import type { Page } from 'playwright-core'

/** What is wider than the window, and targets that a thumb misses. */
export const misfits = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) found.push(`page scrolls sideways: ${scrollWidth} > ${clientWidth}`)
    const seen = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    for (const element of document.querySelectorAll(
      '.list-body, .entries, .composer, .person-column, .dialog, .page',
    )) {
      if (seen(element) && element.scrollWidth > element.clientWidth + 1)
        found.push(`${element.className} scrolls sideways`)
    }
    for (const element of document.querySelectorAll(
      'button, select, input:not([type=radio]):not([type=checkbox]), .views a, .rail a, .row',
    )) {
      const { width, height } = element.getBoundingClientRect()
      if (seen(element) && width > 1 && (height < 43.5 || width < 43.5)) {
        found.push(`small target ${element.outerHTML.slice(0, 80)} ${width}x${height}`)
      }
    }
    return found
  })
