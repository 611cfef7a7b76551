import { el } from './dom.ts'

const plainIcon = new URL('./plain.svg', import.meta.url).href

const ISLANDS = [
  'Santo Antão',
  'São Vicente',
  'Santa Luzia',
  'São Nicolau',
  'Sal',
  'Boa Vista',
  'Maio',
  'Santiago',
  'Fogo',
  'Brava',
]

/** Milliseconds in which the second Escape counts. */
const TWICE_WITHIN = 1_000

/**
 * Puts a page about the islands in the place of the conversation, at once and without network. Its address is its own, so
 * loading it again does not bring the conversation back; opening the chat does.
 */
export const hidePage = (stop: () => void): void => {
  stop()
  const list = el('ul', {}, ...ISLANDS.map((island) => el('li', {}, island)))
  const body = document.createElement('body')
  body.className = 'neutral'
  body.appendChild(el('main', {}, el('h1', {}, 'Ilhas de Cabo Verde'), list))
  document.documentElement.replaceChild(body, document.body)
  document.documentElement.lang = 'pt'
  document.title = 'Ilhas'
  document.querySelector('link[rel=icon]')?.setAttribute('href', plainIcon)
  history.replaceState(null, '', '/ilhas')
  scrollTo(0, 0)
}

/** Escape twice in a row hides the page, from wherever one is on it. */
export const hideOnEscape = (hide: () => void): void => {
  let last = 0
  document.addEventListener('keydown', function listen(event) {
    if (event.key !== 'Escape') {
      last = 0
      return
    }
    const now = Date.now()
    if (now - last > TWICE_WITHIN) {
      last = now
      return
    }
    document.removeEventListener('keydown', listen)
    hide()
  })
}
