import { FORMAT_TAG, LANGS, type Lang } from './languages.ts'

/** No system carries Kabuverdianu dates; the names are those of the official alphabet. */
const KEA_MONTHS = [
  'janeru',
  'febreru',
  'marsu',
  'abril',
  'maiu',
  'junhu',
  'julhu',
  'agostu',
  'setenbru',
  'otubru',
  'novenbru',
  'dizenbru',
]

/** Made once: making one costs more than a hundred uses. */
const formats = new Map(
  LANGS.map((lang) => [lang, new Intl.DateTimeFormat(FORMAT_TAG[lang], { dateStyle: 'long', timeZone: 'UTC' })]),
)

/** A day `YYYY-MM-DD` in words: `14 de novembro de 2026`, `14 November 2026`, `14 di novenbru di 2026`. */
export const formatDay = (day: string, lang: Lang): string => {
  if (lang === 'kea') {
    const [year = '', month = '', date = ''] = day.split('-')
    return `${Number(date)} di ${KEA_MONTHS[Number(month) - 1] ?? month} di ${year}`
  }
  return formats.get(lang)?.format(new Date(`${day}T00:00:00Z`)) ?? day
}
