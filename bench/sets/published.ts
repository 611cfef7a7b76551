import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Result } from '../../bot/result.ts'
import { readClinc } from './clinc.ts'
import { readCorpus } from './corpus.ts'
import { readCsv } from './csv.ts'
import { readLines } from './lines.ts'
import { readRasa } from './rasa.ts'
import type { PublicSet } from './set.ts'

/** A set by the ends of the paths under which it is published. */
export type Published = {
  readonly name: string
  /** A `*` stands for several files. */
  readonly files: readonly string[]
  readonly read: (texts: readonly string[]) => Result<PublicSet, string>
  /** The repository on GitHub. */
  readonly source: string
  readonly licence: string
}

const BANKING = 'CC BY 4.0'
const CLINC = 'CC BY 3.0'
const BRAUN = { read: readCorpus, source: 'sebischair/NLU-Evaluation-Corpora', licence: 'CC BY-SA 3.0' }

/** Ten examples of each label to learn, the whole test set to ask. */
const fewShot = (folder: string, licence: string, outside: readonly string[] = []): Published => ({
  name: `${folder}, 10 of each`,
  files: ['train_10/seq.in', 'train_10/label', 'test/seq.in', 'test/label', ...outside].map(
    (file) => `${folder}/${file}`,
  ),
  read: readLines,
  source: 'jianguoz/Few-Shot-Intent-Detection',
  licence,
})

export const PUBLISHED: readonly Published[] = [
  {
    name: 'BANKING77',
    files: ['banking_data/train.csv', 'banking_data/test.csv'],
    read: readCsv,
    source: 'PolyAI-LDN/task-specific-datasets',
    licence: BANKING,
  },
  { name: 'CLINC150', files: ['data_full.json'], read: readClinc, source: 'clinc/oos-eval', licence: CLINC },
  fewShot('BANKING77', BANKING),
  fewShot('CLINC150', CLINC, ['oos/test/seq.in']),
  fewShot('HWU64', 'CC BY-SA 3.0'),
  { name: 'AskUbuntu', files: ['AskUbuntuCorpus.json'], ...BRAUN },
  { name: 'Chatbot', files: ['ChatbotCorpus.json'], ...BRAUN },
  { name: 'WebApplications', files: ['WebApplicationsCorpus.json'], ...BRAUN },
  {
    name: 'Tais, a ministry in Brazil',
    files: ['coach/data/intents/*.md'],
    read: readRasa('pt', { leftOut: [], outside: 'out_of_scope' }),
    source: 'lappis-unb/tais',
    licence: 'GPL 3.0',
  },
  {
    name: 'covidfaq, health in Quebec',
    files: ['data/fr/nlu.md'],
    // Greetings, in English.
    read: readRasa('fr', { leftOut: ['greet', 'bye'], outside: null }),
    source: 'dialoguemd-archives/covidfaq',
    licence: 'MIT',
  },
]

/** The files of a set below a folder; null where one of them is not there. */
export const findFiles = (folder: string, { files }: Published): readonly string[] | null => {
  const found = files.map((file) => globSync(`**/${file}`, { cwd: folder }).sort())
  if (found.some((paths) => paths.length === 0)) return null
  // Where a set lies there twice, the first is taken.
  return found.flatMap((paths, at) => (files[at]?.includes('*') ? paths : paths.slice(0, 1)))
}

/** The sets that are in a folder, in the order of the list. */
export const readSets = (
  folder: string,
): readonly { readonly published: Published; readonly set: Result<PublicSet, string> }[] =>
  PUBLISHED.flatMap((published) => {
    const files = findFiles(folder, published)
    if (files === null) return []
    const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'))
    return [{ published, set: published.read(texts) }]
  })
