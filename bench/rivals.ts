import Fuse from 'fuse.js'
import MiniSearch from 'minisearch'
import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js'
import english from 'natural/lib/natural/stemmers/porter_stemmer.js'
import french from 'natural/lib/natural/stemmers/porter_stemmer_fr.js'
import portuguese from 'natural/lib/natural/stemmers/porter_stemmer_pt.js'
import { NlpManager } from 'node-nlp'
import { LANGS, type Lang } from '../locales/languages.ts'

/** A question, the language it is in, and the entry that answers it. */
export type Asked = { readonly text: string; readonly lang: Lang; readonly entry: string }

/** Gives entries for a question, best first. */
export type Matcher = (text: string, lang: Lang) => readonly string[] | Promise<readonly string[]>

/** What somebody would take instead of our own, each with the settings that its own documentation recommends, told the language. */
export type Rival = {
  readonly name: string
  readonly learn: (known: readonly Asked[]) => Promise<Matcher>
  /** Slow ones are asked every so many questions. */
  readonly every: number
}

const byLanguage = async <Made>(
  known: readonly Asked[],
  make: (of: readonly Asked[], lang: Lang) => Made | Promise<Made>,
): Promise<Record<Lang, Made>> => {
  const made: Partial<Record<Lang, Made>> = {}
  for (const lang of LANGS)
    made[lang] = await make(
      known.filter((each) => each.lang === lang),
      lang,
    )
  return made as Record<Lang, Made>
}

const distinct = (entries: readonly string[]): readonly string[] => [...new Set(entries)]

/** It has no Creole: Portuguese is the nearest that it has. */
const NLP_LANGUAGE: Readonly<Record<Lang, string>> = { pt: 'pt', en: 'en', fr: 'fr', kea: 'pt' }

const nodeNlp: Rival = {
  name: 'node-nlp',
  every: 1,
  learn: async (known) => {
    const managers = await byLanguage(known, async (of, lang) => {
      const language = NLP_LANGUAGE[lang]
      // The feature for "none of these" makes it decline most questions of a narrow domain: without it, it is better.
      const manager = new NlpManager({
        languages: [language],
        forceNER: false,
        autoSave: false,
        nlu: { log: false, useNoneFeature: false },
      })
      for (const { text, entry } of of) manager.addDocument(language, text, entry)
      await manager.train()
      return manager
    })
    return async (text, lang) => {
      const { classifications } = await managers[lang].process(NLP_LANGUAGE[lang], text)
      return classifications.map(({ intent }) => intent)
    }
  },
}

const naturalBayes: Rival = {
  name: 'natural, Bayes',
  every: 1,
  learn: async (known) => {
    const stemmers = { pt: portuguese, en: english, fr: french, kea: portuguese }
    const classifiers = await byLanguage(known, (of, lang) => {
      const classifier = new BayesClassifier(stemmers[lang])
      for (const { text, entry } of of) classifier.addDocument(text, entry)
      classifier.train()
      return classifier
    })
    return (text, lang) => classifiers[lang].getClassifications(text).map(({ label }) => label)
  },
}

const miniSearch: Rival = {
  name: 'minisearch',
  every: 1,
  learn: async (known) => {
    const indexes = await byLanguage(known, (of) => {
      const index = new MiniSearch({ fields: ['text'], searchOptions: { fuzzy: 0.2 } })
      // An entry is a document, all its questions the text: clearly better here than a document for each question.
      const entries = Map.groupBy(of, ({ entry }) => entry)
      index.addAll([...entries].map(([id, questions]) => ({ id, text: questions.map(({ text }) => text).join('\n') })))
      return index
    })
    return (text, lang) => indexes[lang].search(text).map((hit) => String(hit.id))
  },
}

const fuse: Rival = {
  name: 'fuse.js',
  every: 12,
  learn: async (known) => {
    const indexes = await byLanguage(
      known,
      (of) => new Fuse([...of], { keys: ['text'], ignoreLocation: true, includeScore: true }),
    )
    return (text, lang) => distinct(indexes[lang].search(text, { limit: 20 }).map(({ item }) => item.entry))
  },
}

export const RIVALS: readonly Rival[] = [nodeNlp, naturalBayes, miniSearch, fuse]
