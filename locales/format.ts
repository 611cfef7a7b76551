import { FORMAT_TAG, type Lang } from './languages.ts'

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

/** A day `YYYY-MM-DD` in words: `14 de novembro de 2026`, `14 November 2026`, `14 di novenbru di 2026`. */
export const formatDay = (day: string, lang: Lang): string => {
  if (lang === 'kea') {
    const [year = '', month = '', date = ''] = day.split('-')
    return `${Number(date)} di ${KEA_MONTHS[Number(month) - 1] ?? month} di ${year}`
  }
  return new Intl.DateTimeFormat(FORMAT_TAG[lang], { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
}
