import { isLang, type Lang } from '../../../locales/languages.ts'
import en from '../../../locales/webchat/en.json' with { type: 'json' }
import fr from '../../../locales/webchat/fr.json' with { type: 'json' }
import kea from '../../../locales/webchat/kea.json' with { type: 'json' }
import pt from '../../../locales/webchat/pt.json' with { type: 'json' }
import { device } from './device.ts'
import type { Language } from './wire.ts'

// All four together are smaller than one more request.
const words: Readonly<Record<Lang, Readonly<Record<keyof typeof pt, string>>>> = { pt, en, fr, kea }

export type Word = keyof typeof pt

/** `lang` was chosen by the person, `lang-heard` is the one in which the bot answers. */
const wanted = (): Lang => {
  for (const name of ['lang', 'lang-heard']) {
    const saved = device.get(name)
    if (isLang(saved)) return saved
  }
  const first = (navigator.language || '').slice(0, 3).replace('-', '')
  return isLang(first) ? first : 'pt'
}

let current: Lang = wanted()

export const lang = (): Lang => current

/** The person has chosen a language. */
export const setLang = (to: Lang): void => {
  current = to
  device.set('lang', to)
  device.set('lang-asked', to)
}

/** The bot answers in this language. True where the page goes over to it: what the person has chosen stays. */
export const followLang = ({ lang: to, by }: Language): boolean => {
  if (!isLang(to)) return false
  // Until the bot answers in the language that was chosen here, its answers are to what was asked before.
  const asked = device.get('lang-asked')
  if (asked && asked !== to) return false
  if (asked) device.set('lang-asked', '')
  if (by === 'detected' && isLang(device.get('lang'))) return false
  device.set(by === 'chosen' ? 'lang' : 'lang-heard', to)
  const changes = to !== current
  current = to
  return changes
}

/** The words of the page in its language, with the value in their place for one. */
export const say = (word: Word, value = ''): string => words[current][word].replace(/\{\w+\}/, value)

/** Hours and minutes as the phone's owner reads them: 09:58. */
export const clockTime = (at: number): string => {
  const date = new Date(at)
  const two = (value: number) => (value < 10 ? `0${value}` : `${value}`)
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** Seconds as minutes and seconds: 1:05. */
export const duration = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${`0${Math.floor(seconds % 60)}`.slice(-2)}`

const KILO = 1024

/** Bytes as telephones show them, not to be cut at the end of a line: 240 KB, 1,5 MB. */
export const fileSize = (bytes: number): string => {
  const kilobytes = Math.max(1, Math.round(bytes / KILO))
  const megabytes = (bytes / KILO / KILO).toFixed(1)
  const shown =
    kilobytes < KILO
      ? say('kilobytes', String(kilobytes))
      : say('megabytes', current === 'en' ? megabytes : megabytes.replace('.', ','))
  return shown.replace(' ', '\u00a0')
}
