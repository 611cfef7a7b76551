import { type EntryId, entryId } from '../bot/ids.ts'
import type { Answer } from '../bot/ports/knowledge.ts'
import type { Day } from '../bot/time.ts'
import { LANGS, type Lang } from '../locales/languages.ts'
import { dayAfter } from './calendar.ts'
import type { Translation } from './markdown.ts'
import type { EntryFiles } from './read.ts'
import { factsIn, fill } from './render.ts'
import type { Contact } from './schemas.ts'

/** Where the wanted language is behind, the first of these that is not. */
const INSTEAD: readonly Lang[] = ['pt', 'en', 'fr', 'kea']

const upToDate = (entry: EntryFiles, lang: Lang): Translation | null => {
  const translation = entry.translations[lang]
  return translation && translation.translates >= entry.head.version ? translation : null
}

/** The language in which an entry is said to somebody who wants `lang`: that one, or the newest checked one. */
export const languageOf = (entry: EntryFiles, lang: Lang): Lang | null =>
  [lang, ...INSTEAD].find((each) => upToDate(entry, each)) ?? null

/** The latest day on which a source was read or somebody checked the entry. */
export const checkedOn = (entry: EntryFiles): Day => {
  const [first, ...others] = entry.head.sources.map((source) => source.read_on)
  const days = 'on' in entry.head.verified ? [...others, entry.head.verified.on] : others
  let latest = first as Day
  for (const day of days) if (day > latest) latest = day
  return latest
}

const answerIn = (entry: EntryFiles, wanted: Lang, known: ReadonlySet<string>, contacts: readonly Contact[]) => {
  const lang = languageOf(entry, wanted)
  const translation = lang ? entry.translations[lang] : null
  if (!lang || !translation) return null
  const facts = factsIn(entry.head.facts, lang)
  const name = (id: string): string => {
    const contact = contacts.find((each) => each.id === id)
    if (!contact) return id
    const full = contact.name[lang]
    return contact.abbreviation && !full.includes(contact.abbreviation) ? `${full} (${contact.abbreviation})` : full
  }
  return {
    id: entryId(entry.head.id),
    topic: entry.head.topic,
    lang,
    otherLanguage: lang !== wanted,
    title: translation.title.text,
    text: fill(translation.main.text, facts),
    more: translation.more ? fill(translation.more.text, facts) : null,
    sources: entry.head.sources.map((source) => ({
      title: source.law && !source.title.includes(source.law) ? `${source.title} (${source.law})` : source.title,
      url: source.url ?? null,
      readOn: source.read_on,
    })),
    confirmWith: entry.head.confirm_with.map(name),
    checkedOn: checkedOn(entry),
    related: entry.head.related.filter((id) => known.has(id)).map(entryId),
    desk: entry.head.desk,
  }
}

export type Answers = {
  answer(id: EntryId, lang: Lang, today: Day): Answer | null
  title(id: EntryId, lang: Lang): string | null
}

/** Every answer in every language, filled in once. Whether it is overdue depends on the day on which it is asked for. */
export const createAnswers = (entries: readonly EntryFiles[], contacts: readonly Contact[]): Answers => {
  const known = new Set(entries.map((entry) => entry.head.id))
  const ready = new Map(
    entries.flatMap((entry) => {
      const reviewOn = dayAfter(checkedOn(entry), entry.head.review_every)
      return LANGS.flatMap((lang) => {
        const answer = answerIn(entry, lang, known, contacts)
        return answer ? [[`${lang} ${entry.head.id}`, { answer, reviewOn }] as const] : []
      })
    }),
  )
  return {
    answer: (id, lang, today) => {
      const found = ready.get(`${lang} ${id}`)
      return found ? { ...found.answer, overdue: today > found.reviewOn } : null
    },
    title: (id, lang) => ready.get(`${lang} ${id}`)?.answer.title ?? null,
  }
}
