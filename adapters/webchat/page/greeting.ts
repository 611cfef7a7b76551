import { LANGS, OWN_NAME } from '../../../locales/languages.ts'
import { el, icon } from './dom.ts'
import type { Choice } from './wire.ts'
import { lang, say } from './words.ts'

export const DATA: Choice = { id: 'cmd:my-data', label: '' }

/** What is asked for and what is not, with the way to one's own data. */
export const privacyNote = (choose: (choice: Choice) => void): HTMLElement =>
  el(
    'div',
    { class: 'note' },
    icon('lock'),
    el(
      'p',
      {},
      `${say('privacy')} `,
      el(
        'button',
        { type: 'button', class: 'link', onclick: () => choose({ ...DATA, label: say('data') }) },
        say('data'),
      ),
    ),
  )

/** The first thing on the page: four languages by their own names. It is there before any answer of the server. */
export const greeting = (choose: (choice: Choice) => void): HTMLElement =>
  el(
    'div',
    { class: 'turn', id: 'greeting' },
    el(
      'div',
      { class: 'bubble' },
      el('p', { class: 'lead' }, say('askLanguage')),
      el(
        'div',
        { class: 'choices short languages' },
        ...LANGS.map((code) => {
          const choice = { id: `lang:${code}`, label: OWN_NAME[code] }
          return el(
            'button',
            {
              type: 'button',
              class: 'choice',
              lang: code,
              'data-choice': choice.id,
              'aria-pressed': String(code === lang()),
              onclick: () => choose(choice),
            },
            choice.label,
          )
        }),
      ),
    ),
    el('div', { class: 'bubble start' }, el('p', {}, say('start'))),
    privacyNote(choose),
  )
