import { isLang, type Lang } from '../../../locales/languages.ts'
import en from '../../../locales/webchat/en.json' with { type: 'json' }
import fr from '../../../locales/webchat/fr.json' with { type: 'json' }
import kea from '../../../locales/webchat/kea.json' with { type: 'json' }
import pt from '../../../locales/webchat/pt.json' with { type: 'json' }
import { device } from './device.ts'

// All four together are smaller than one more request.
const words: Readonly<Record<Lang, Readonly<Record<keyof typeof pt, string>>>> = { pt, en, fr, kea }

export type Word = keyof typeof pt

const wanted = (): Lang => {
  const saved = device.get('lang')
  if (isLang(saved)) return saved
  const first = (navigator.language || '').slice(0, 3).replace('-', '')
  return isLang(first) ? first : 'pt'
}

let current: Lang = wanted()

export const lang = (): Lang => current

export const setLang = (to: Lang): void => {
  current = to
  device.set('lang', to)
}

/** The words of the page in its language; `{time}` stands for the value. */
export const say = (word: Word, time = ''): string => words[current][word].replace('{time}', time)

/** Hours and minutes as the phone's owner reads them: 09:58. */
export const clockTime = (at: number): string => {
  const date = new Date(at)
  const two = (value: number) => (value < 10 ? `0${value}` : `${value}`)
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}
