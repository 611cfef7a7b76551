import { el } from './dom.ts'

export type MenuItem = {
  readonly label: Node | string
  readonly lang?: string
  readonly pressed?: boolean
  readonly take: () => void
}

/**
 * A button that opens a short list of buttons. Escape, a click elsewhere or a choice closes it; the focus returns to the
 * button.
 */
export const attachMenu = (button: HTMLButtonElement, parent: HTMLElement, items: () => readonly MenuItem[]): void => {
  let open: HTMLElement | null = null

  const close = (back: boolean) => {
    if (!open) return
    parent.removeChild(open)
    open = null
    button.setAttribute('aria-expanded', 'false')
    document.removeEventListener('click', outside)
    if (back) button.focus({ preventScroll: true })
  }
  const outside = (event: Event) => {
    if (open && event.target instanceof Node && !open.contains(event.target) && !button.contains(event.target))
      close(false)
  }

  button.setAttribute('aria-expanded', 'false')
  button.addEventListener('click', () => {
    if (open) return close(true)
    open = el(
      'div',
      { class: 'menu' },
      ...items().map((item) =>
        el(
          'button',
          {
            type: 'button',
            lang: item.lang ?? false,
            'aria-pressed': item.pressed === undefined ? false : String(item.pressed),
            onclick: () => {
              close(true)
              item.take()
            },
          },
          item.label,
        ),
      ),
    )
    open.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close(true)
    })
    parent.insertBefore(open, button.nextSibling)
    button.setAttribute('aria-expanded', 'true')
    document.addEventListener('click', outside)
    // The bars stick to the edges: there is nothing to scroll to.
    open.querySelector('button')?.focus({ preventScroll: true })
  })
}
