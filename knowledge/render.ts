import { formatDay } from '../locales/format.ts'
import { FORMAT_TAG, type Lang } from '../locales/languages.ts'
import type { Contact, Fact } from './schemas.ts'

/** Between the thousands: a no-break space, so that an amount is never broken over two lines; a comma in English. */
const GROUP: Readonly<Record<Lang, string>> = { pt: '\u00a0', en: ',', fr: '\u00a0', kea: '\u00a0' }

const PLACEHOLDER = /\{([a-z0-9_-]+)\}/g

/** The names of facts in a text, each once, in order of appearance. */
export const placeholders = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '')),
]

/** A fact as it is said in a language: `6 400`, `15 de maio de 2025`, or the words themselves. */
export const renderFact = (fact: Fact, lang: Lang): string => {
  if (fact.kind === 'words') return fact.value
  if (fact.kind === 'date') return formatDay(fact.value, lang)
  return new Intl.NumberFormat(FORMAT_TAG[lang], { useGrouping: 'always', maximumFractionDigits: 6 })
    .formatToParts(fact.value)
    .map((part) => (part.type === 'group' ? GROUP[lang] : part.value))
    .join('')
}

/** Fills `{name}` with facts; a name that is not among them stays as it is, for `check` to find. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(PLACEHOLDER, (whole, name: string) => values[name] ?? whole)

export const factsIn = (facts: Readonly<Record<string, Fact>>, lang: Lang): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, renderFact(fact, lang)]))

/** `{police}` is the first number of the contact `police`, `{pj-2}` the second number of `pj`. */
export const numbersOf = (contacts: readonly Contact[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    contacts.flatMap((contact) =>
      contact.numbers.map((entry, at) => [at === 0 ? contact.id : `${contact.id}-${at + 1}`, entry.number] as const),
    ),
  )
