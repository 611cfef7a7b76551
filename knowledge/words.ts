import { entryId } from '../bot/ids.ts'
import type { UnderstandingData } from '../bot/understanding/data.ts'
import type { LanguageSample } from '../bot/understanding/language.ts'
import en from '../locales/en.json' with { type: 'json' }
import fr from '../locales/fr.json' with { type: 'json' }
import kea from '../locales/kea.json' with { type: 'json' }
import { LANGS, type Lang } from '../locales/languages.ts'
import pt from '../locales/pt.json' with { type: 'json' }
import { languageOf } from './answers.ts'
import type { Content } from './read.ts'
import { fill } from './render.ts'

const LOCALES: Readonly<Record<Lang, readonly string[]>> = {
  pt: Object.values(pt),
  en: Object.values(en),
  fr: Object.values(fr),
  kea: Object.values(kea),
}

const withoutFacts = (text: string): string => fill(text, {}).replace(/\{[a-z0-9_-]+\}/g, ' ')

/** What the detector of languages learns from: everything the project itself says in a language, and its word lists. */
const languageSamples = (content: Content): readonly LanguageSample[] => [
  ...LANGS.map((lang) => ({
    name: lang,
    answerIn: lang,
    spoken: true,
    texts: [
      ...content.entries.flatMap((entry) => {
        const translation = entry.translations[lang]
        if (!translation) return []
        return [
          translation.title.text,
          withoutFacts(translation.main.text),
          withoutFacts(translation.more?.text ?? ''),
          ...translation.questions.map((question) => question.text),
        ]
      }),
      ...LOCALES[lang].map(withoutFacts),
      ...(content.languages[lang]?.words ?? []),
      ...(content.languages[lang]?.phrases ?? []),
    ],
    common: [...LOCALES[lang].map(withoutFacts), ...(content.languages[lang]?.words ?? [])],
  })),
  ...Object.entries(content.otherLanguages ?? {}).map(([name, sample]) => ({
    name,
    answerIn: sample.answer_in,
    spoken: false,
    texts: [...sample.words, ...sample.phrases],
    common: [],
  })),
]

const abbreviationsOf = (content: Content, lang: Lang): ReadonlyMap<string, string> =>
  new Map(Object.entries(content.languages[lang]?.abbreviations ?? {}))

/** Entries whose questions are asked in danger. */
export const ABOUT_DANGER: ReadonlySet<string> = new Set([
  'emergency-numbers',
  'boat-arrival',
  'domestic-violence',
  'trafficking',
  'child-protection',
  'detention',
  'mental-health',
  'expulsion',
])

const NO_SMALLTALK = { pt: [], en: [], fr: [], kea: [] }

/** The content as plain words for understanding. A stale translation still teaches how people ask, but not what we answer. */
export const understandingData = (content: Content): UnderstandingData => ({
  entries: content.entries.map((entry) => ({
    id: entryId(entry.head.id),
    topic: entry.head.topic,
    related: entry.head.related.map(entryId),
    aboutDanger: ABOUT_DANGER.has(entry.head.id),
    words: Object.fromEntries(
      LANGS.flatMap((lang) => {
        const translation = entry.translations[lang]
        if (!translation) return []
        const current = languageOf(entry, lang) === lang
        const answer = current ? withoutFacts(`${translation.main.text}\n${translation.more?.text ?? ''}`) : ''
        return [
          [
            lang,
            {
              questions: translation.questions.map((question) => question.text),
              title: translation.title.text,
              answer,
            },
          ],
        ]
      }),
    ),
  })),
  languages: languageSamples(content),
  abbreviations: {
    pt: abbreviationsOf(content, 'pt'),
    en: abbreviationsOf(content, 'en'),
    fr: abbreviationsOf(content, 'fr'),
    kea: abbreviationsOf(content, 'kea'),
  },
  outside: content.outside ?? {},
  names: content.names ?? [],
  concepts: content.concepts ?? {},
  talk: content.talk ?? { lasting: {}, asking: [], joining: { words: [], before: [] } },
  smalltalk: content.smalltalk ?? {
    greeting: NO_SMALLTALK,
    opening: NO_SMALLTALK,
    thanks: NO_SMALLTALK,
    bye: NO_SMALLTALK,
    insult: NO_SMALLTALK,
    robot: NO_SMALLTALK,
    yes: NO_SMALLTALK,
    no: NO_SMALLTALK,
    person: NO_SMALLTALK,
    filler: NO_SMALLTALK,
  },
  dangers: {
    examples: content.urgentExamples,
    groups: content.urgentWords?.groups ?? {},
    not: content.urgentWords?.not ?? [],
    tables: content.urgent.map(({ value }) => ({
      kind: value.kind,
      phrases: LANGS.flatMap((lang) => value.phrases[lang]),
      not: value.not,
    })),
  },
})
