import { createContext, useContext } from 'react'
import type { Instant } from '../../../../bot/time.ts'
import { dayOf, HOUR, instant, MINUTE } from '../../../../bot/time.ts'
import en from '../../../../locales/inbox/en.json' with { type: 'json' }
import fr from '../../../../locales/inbox/fr.json' with { type: 'json' }
import kea from '../../../../locales/inbox/kea.json' with { type: 'json' }
import pt from '../../../../locales/inbox/pt.json' with { type: 'json' }
import { FORMAT_TAG, type Lang } from '../../../../locales/languages.ts'

export type Key = keyof typeof pt
type Counted = Key extends infer K ? (K extends `${infer Stem}.other` ? Stem : never) : never
type Island = Key extends infer K ? (K extends `island.${infer Id}` ? Id : never) : never
type Params = Readonly<Record<string, string | number>>

/** Portuguese is the measure: a language without one of its keys does not compile. */
const WORDS: Readonly<Record<Lang, Readonly<Record<Key, string>>>> = { pt, en, fr, kea }

const isIsland = (id: string): id is Island => `island.${id}` in pt

/** A name that ends in a full stop («Paulo T.») does not get a second one. */
const fill = (text: string, params: Params): string =>
  text.replace(/\{(\w+)\}(\.?)/g, (whole, name: string, stop: string) => {
    const value = params[name]
    if (value === undefined) return whole
    return stop !== '' && String(value).endsWith('.') ? String(value) : `${value}${stop}`
  })

/** Few systems have number rules for Kabuverdianu, which like Portuguese has one and many. */
const pluralTag = (lang: Lang): string => (lang === 'kea' ? 'pt' : lang)
const DAY_MS = 24 * HOUR
const ZONE = { timeZone: 'Atlantic/Cape_Verde' } as const

export type I18n = ReturnType<typeof i18nFor>

/** Words and formats of one language. Every time is shown as it is in Cabo Verde. */
export const i18nFor = (lang: Lang) => {
  const words = WORDS[lang]
  const tag = FORMAT_TAG[lang]
  const clock = new Intl.DateTimeFormat(tag, { ...ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const month = new Intl.DateTimeFormat(tag, { ...ZONE, month: 'short' })
  const full = new Intl.DateTimeFormat(tag, { ...ZONE, dateStyle: 'full', timeStyle: 'short' })
  const plural = new Intl.PluralRules(pluralTag(lang))
  const t = (key: Key, params: Params = {}): string => fill(words[key], params)
  const n = (stem: Counted, count: number, params: Params = {}): string =>
    t(`${stem}.${plural.select(count) === 'one' ? 'one' : 'other'}` as Key, { ...params, n: count })
  // Put together by hand: with a day, Portuguese formats give the month as a number.
  const day = (at: Instant): string => {
    const [year, , date] = dayOf(at).split('-')
    return `${Number(date)} ${month.format(at)} ${year}`
  }
  return {
    lang,
    t,
    n,
    /** `09:58`. */
    time: (at: Instant): string => clock.format(at),
    /** `14 nov. 2026`. */
    day,
    /** `14 nov. 2026, 09:58`. */
    moment: (at: Instant): string => `${day(at)}, ${clock.format(at)}`,
    /** The name of an island; one that the page does not know by its id. */
    island: (id: string): string => (isIsland(id) ? words[`island.${id}`] : id),
    /** A name of a language or a danger in the middle of a sentence: only English keeps its capital. */
    inSentence: (key: Key): string => (lang === 'en' ? words[key] : words[key].toLocaleLowerCase()),
    /** `3 h 42 min`. */
    left: (ms: number): string => {
      const minutes = Math.max(0, Math.floor(ms / MINUTE))
      return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
    },
    /** The whole date and time, for a title or a screen reader. */
    full: (at: Instant): string => full.format(at),
    /** Today, yesterday or the date. */
    dayLabel: (at: Instant, now: Instant): string =>
      dayOf(at) === dayOf(now)
        ? t('day.today')
        : dayOf(at) === dayOf(instant(now - DAY_MS))
          ? t('day.yesterday')
          : day(at),
    /** How long: short for the eye, long for a screen reader. */
    span: (ms: number): { readonly short: string; readonly long: string } => {
      const minutes = Math.max(0, Math.floor(ms / MINUTE))
      if (minutes < 1) return { short: t('span.now'), long: t('span.moment') }
      if (minutes < 60) return { short: `${minutes} min`, long: n('span.minutes', minutes) }
      const hours = Math.floor(minutes / 60)
      if (hours < 48) return { short: `${hours} h`, long: n('span.hours', hours) }
      const days = Math.floor(hours / 24)
      return { short: `${days} d`, long: n('span.days', days) }
    },
  }
}

export const I18nContext = createContext<I18n>(i18nFor('pt'))
export const useI18n = (): I18n => useContext(I18nContext)
