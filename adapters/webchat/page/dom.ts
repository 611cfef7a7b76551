type Child = Node | string | null
type Attributes = Readonly<Record<string, string | boolean | ((event: Event) => void)>>

/** An element. `on...` takes a listener, `true` an empty attribute, `false` none. Text stays text: nothing is parsed. */
export const el = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] => {
  const element = document.createElement(tag)
  for (const name of Object.keys(attributes)) {
    const value = attributes[name]
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, '')
    else if (typeof value === 'string') element.setAttribute(name, value)
  }
  put(element, ...children)
  return element
}

/** Children in place of those that are there. Old phones have no `replaceChildren`. */
export const put = (parent: Element, ...children: readonly Child[]): void => {
  while (parent.firstChild) parent.removeChild(parent.firstChild)
  for (const child of children) {
    if (child !== null) parent.appendChild(typeof child === 'string' ? document.createTextNode(child) : child)
  }
}

/** Draws the controls of an element anew, and leaves the focus on the one that had it. */
export const keepFocus = (parent: Element, draw: () => void): void => {
  const controls = () => Array.from(parent.querySelectorAll<HTMLElement>('a, button, input, textarea'))
  const at = controls().indexOf(document.activeElement as HTMLElement)
  draw()
  const again = controls()[at]
  if (again && again !== document.activeElement) again.focus({ preventScroll: true })
}

/** The element of index.html with that id. */
export const byId = <Kind extends HTMLElement = HTMLElement>(id: string): Kind => {
  const found = document.getElementById(id)
  if (!found) throw new Error(`index.html has no #${id}`)
  return found as Kind
}

const ICONS = {
  globe: 'M12 3a9 9 0 100 18 9 9 0 000-18zM3 12h18M12 3c5 5 5 13 0 18-5-5-5-13 0-18z',
  phone: 'M5 4h4l2 5-2.5 1.5a11 11 0 005 5L15 13l5 2v4a2 2 0 01-2 2A16 16 0 013 6a2 2 0 012-2z',
  topics: 'M4 6h16M4 12h16M4 18h16',
  person: 'M12 4a4 4 0 100 8 4 4 0 000-8zM5 21v-1a5 5 0 015-5h4a5 5 0 015 5v1',
  hide: 'M4 4l16 16M10 6.2A10 10 0 0112 6c5 0 8.5 4 9.5 6a14 14 0 01-2.6 3.4M6.3 7.700A14 14 0 002.5 12c1 2 4.5 6 9.5 6a9.6 9.6 0 004-.9',
  mic: 'M12 3a3 3 0 00-3 3v6a3 3 0 006 0V6a3 3 0 00-3-3zM5.5 11.500a6.5 6.5 0 0013 0M12 18v3',
  send: 'M4 12l16-8-6 16-3-6zM11 14l9-10',
  attach: 'M12 5v14M5 12h14',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 017 0v3',
  alarm: 'M12 4l9 16H3zM12 10v4M12 17v.01',
  clock: 'M12 4a8 8 0 100 16 8 8 0 000-16zM12 8v4l3 2',
  tick: 'M5 13l4 4L19 7',
  ticks: 'M2 13l4 4L15 7M11 16l1 1L22 7',
  image: 'M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 4M15.5 9v.01',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  place: 'M12 21c4-5 7-8 7-11a7 7 0 00-14 0c0 3 3 6 7 11zM12 8a2 2 0 100 4 2 2 0 000-4z',
  play: 'M8 5l11 7-11 7z',
  pause: 'M8 5v14M16 5v14',
  save: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  close: 'M6 6l12 12M18 6L6 18',
} as const
export type IconName = keyof typeof ICONS

const SVG = 'http://www.w3.org/2000/svg'

/** A line icon, silent for screen readers: the words beside it say what it means. */
export const icon = (name: IconName): SVGElement => {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', ICONS[name])
  svg.appendChild(path)
  return svg
}

/** Words that only a screen reader says. */
export const unseen = (text: string): HTMLElement => el('span', { class: 'unseen' }, text)
