import { LANGS, type Lang, OWN_NAME } from '../../../locales/languages.ts'
import { callRow } from './bubbles.ts'
import { byId, el, type IconName, icon, keepFocus, put, unseen } from './dom.ts'
import { privacyNote } from './greeting.ts'
import { attachMenu } from './menu.ts'
import { numbers, title } from './service.ts'
import type { Choice } from './wire.ts'
import { lang, say, type Word } from './words.ts'

export type FrameState = {
  /** The last word was that of a person at a unit. */
  readonly withPerson: boolean
  /** Numbers to call in danger are in view: the way to hide the page stands beside them. */
  readonly danger: boolean
}

export type FrameActions = {
  readonly choose: (choice: Choice) => void
  readonly language: (to: Lang) => void
  readonly urgent: () => void
  readonly hide: () => void
}

const shortcut = (name: IconName, word: Word, take: () => void): HTMLElement =>
  el('button', { type: 'button', class: 'quiet', onclick: take }, icon(name), say(word))

const languageButton = (parent: HTMLElement, on: FrameActions): HTMLButtonElement => {
  const button = el('button', { type: 'button', id: 'language' })
  attachMenu(button, parent, () =>
    LANGS.map((code) => ({
      label: OWN_NAME[code],
      lang: code,
      pressed: code === lang(),
      take: () => on.language(code),
    })),
  )
  return button
}

/** Header, shortcuts and the column beside the conversation, in the language of the page. */
export const paintFrame = (state: FrameState, on: FrameActions): void => {
  document.documentElement.lang = lang()
  document.title = title() ?? say('title')
  put(byId('title'), document.title)
  const words = say(state.withPerson ? 'withPerson' : 'subtitle')
  if (byId('state').textContent !== words) put(byId('state'), words)
  for (const fixed of Array.from(document.querySelectorAll('[data-say]')))
    put(fixed, say(fixed.getAttribute('data-say') as Word))
  byId('log').setAttribute('aria-label', say('conversation'))

  paintTop(on)
  keepFocus(byId('shortcuts'), () => paintShortcuts(state, on))
  keepFocus(byId('aside'), () => paintAside(on))
}

/** The buttons stay and their words change: a menu that is open stays open. */
const paintTop = (on: FrameActions): void => {
  const top = byId('top-buttons')
  if (!top.firstChild)
    put(top, languageButton(top, on), el('button', { type: 'button', class: 'alarm', onclick: on.urgent }))
  put(byId('language'), icon('globe'), unseen(`${say('language')}: `), lang().toUpperCase())
  const urgent = top.querySelector('.alarm')
  if (urgent) put(urgent, icon('phone'), say('urgent'))
}

const paintAside = (on: FrameActions): void => {
  const aside = byId('aside')
  aside.setAttribute('aria-label', say('sidebar'))
  const person = { id: 'cmd:person', label: say('person') }
  put(
    aside,
    numbers().length === 0
      ? null
      : el(
          'section',
          { class: 'card numbers' },
          el('h2', {}, icon('phone'), say('emergencies')),
          el('ul', { class: 'calls', role: 'list' }, ...numbers().map(callRow)),
        ),
    el(
      'section',
      { class: 'card' },
      el('h2', {}, say('person')),
      el('p', {}, say('personText')),
      el('button', { type: 'button', onclick: () => on.choose(person) }, icon('person'), say('person')),
    ),
    privacyNote(on.choose),
  )
}

/** The row above the field: what is always one press away. */
export const paintShortcuts = (state: FrameState, on: FrameActions): void => {
  const send = (id: string, word: Word) => () => on.choose({ id, label: say(word) })
  const nav = byId('shortcuts')
  nav.setAttribute('aria-label', say('shortcuts'))
  put(
    nav,
    state.danger ? shortcut('hide', 'hide', on.hide) : shortcut('topics', 'topics', send('cmd:menu', 'topics')),
    state.withPerson
      ? shortcut('lock', 'data', send('cmd:my-data', 'data'))
      : shortcut('person', 'person', send('cmd:person', 'person')),
  )
}
