import i18next from 'i18next'
import en from './en.json' with { type: 'json' }
import fr from './fr.json' with { type: 'json' }
import kea from './kea.json' with { type: 'json' }
import { LANGS, type Lang } from './languages.ts'
import pt from './pt.json' with { type: 'json' }

/** A name of words of the interface. A name that is not in pt.json does not compile. */
export type Key = keyof typeof pt

export type Params = Readonly<Record<string, string | number>>
export type Translate = (key: Key, params?: Params) => string

const words: Readonly<Record<Lang, Readonly<Record<Key, string>>>> = { pt, en, fr, kea }

const i18n = i18next.createInstance()
// Synchronous: the words are in memory, so init has finished when it returns.
void i18n.init({
  lng: 'pt',
  supportedLngs: LANGS,
  fallbackLng: false,
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  // Plain text everywhere: nothing to escape. Braces match those of the knowledge entries.
  interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
  resources: Object.fromEntries(LANGS.map((lang) => [lang, { translation: words[lang] }])),
})

const fixed = new Map(LANGS.map((lang) => [lang, i18n.getFixedT(lang)]))

/** The words of the interface in one language. */
export const translator =
  (lang: Lang): Translate =>
  (key, params) =>
    fixed.get(lang)?.(key, params ?? {}) ?? words[lang][key]

/** The words of one language as they are written, for checks. */
export const wordsOf = (lang: Lang): Readonly<Record<string, string>> => words[lang]
