import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Deserializer, Serializer } from 'node:v8'
import { fail, ok, type Result } from '../bot/result.ts'
import type { UnderstandingData } from '../bot/understanding/data.ts'
import { type Learnt, learn } from '../bot/understanding/learn.ts'
import { LANGS } from '../locales/languages.ts'
import { withBeside } from './beside.ts'
import type { Problem } from './problem.ts'
import { type Content, type EntryFiles, readContent } from './read.ts'
import { understandingData } from './words.ts'

/** Where `npm run build` leaves it. */
export const MODEL_FILE = join(import.meta.dirname, '../dist/understanding.bin')

const CODE = join(import.meta.dirname, '..')
const LEARNING = 'bot/understanding/*.ts'
const READING = ['knowledge/*.ts', 'locales/*', LEARNING, 'package-lock.json']

/**
 * What a folder says, the same as words for understanding, and what was learnt of them. Of the content and its words the example
 * questions and sentences are left out: they are most of it, and nobody needs them once they are learnt.
 */
export type Model = { readonly content: Content; readonly data: UnderstandingData; readonly learnt: Learnt }

/** `files` stands for the files as they were read, `words` for what was learnt from. */
type Kept = { readonly files: string; readonly words: string } & Pick<Model, 'content' | 'learnt'>

type Hash = ReturnType<typeof createHash>

const addFiles = (hash: Hash, dir: string, which: string | string[]): Hash => {
  const files = globSync(which, { cwd: dir, withFileTypes: true }).filter((found) => found.isFile())
  for (const path of files.map((found) => join(found.parentPath, found.name)).sort())
    hash.update(relative(dir, path)).update(readFileSync(path))
  return hash
}

/** Changes with every file of the folder, and with the code that reads it. */
const hashOfFiles = (dir: string): string =>
  addFiles(addFiles(createHash('sha256'), dir, '**/*'), CODE, READING).digest('hex')

/** Changes with every word that is learnt from, and with the code that learns. */
const hashOfWords = (data: UnderstandingData): string => {
  const words = JSON.stringify(data, (_, value: unknown) => (value instanceof Map ? [...value] : value))
  return addFiles(createHash('sha256').update(words), CODE, LEARNING).digest('hex')
}

const withoutQuestions = (entry: EntryFiles): EntryFiles => {
  const translations = { ...entry.translations }
  for (const lang of LANGS) {
    const translation = translations[lang]
    if (translation) translations[lang] = { ...translation, questions: [] }
  }
  return { ...entry, translations }
}

const withoutExamples = (content: Content): Content => ({
  ...content,
  entries: content.entries.map(withoutQuestions),
  urgentExamples: [],
  outside: null,
})

// Not `serialize` and `deserialize`: their arrays are windows on the whole file, which would stay in memory with them.
const toBytes = (kept: Kept): Buffer => {
  const serializer = new Serializer()
  serializer.writeHeader()
  serializer.writeValue(kept)
  return serializer.releaseBuffer()
}

/** Takes the bytes: they are given back at once, not when memory is next collected, which in a program at rest is late. */
const fromBytes = (bytes: Buffer<ArrayBuffer>): Kept => {
  const deserializer = new Deserializer(bytes)
  deserializer.readHeader()
  const kept: Kept = deserializer.readValue()
  bytes.buffer.transfer(0)
  return kept
}

const readKept = (file: string): Kept | null => {
  try {
    return fromBytes(readFileSync(file))
  } catch {
    return null
  }
}

/** Whole or not at all, though two processes write at once. Nothing depends on it: a folder that is read-only is no fault. */
const keep = (file: string, kept: Kept): void => {
  try {
    mkdirSync(dirname(file), { recursive: true })
    const partial = `${file}.${process.pid}`
    writeFileSync(partial, toBytes(kept))
    renameSync(partial, file)
  } catch {
    // The next start learns again.
  }
}

/**
 * Reads a folder and learns from it, which takes seconds. Where `file` keeps both of the same files, nothing is read; where only
 * facts have changed since, nothing is learnt. Where a file is not in order, gives every problem of every file at once.
 */
export const loadModel = (dir: string, file: string): Result<Model, readonly Problem[]> => {
  const files = hashOfFiles(dir)
  const kept = readKept(file)
  const modelOf = (content: Content, learnt: Learnt): Model => ({ content, data: understandingData(content), learnt })
  if (kept?.files === files) return ok(modelOf(kept.content, kept.learnt))
  const read = readContent(dir)
  if (read.problems.length > 0) return fail(read.problems)
  const data = understandingData(read)
  const words = hashOfWords(data)
  const learnt = kept?.words === words ? kept.learnt : withBeside((beside) => learn(data, beside))
  const content = withoutExamples(read)
  keep(file, { files, words, content, learnt })
  return ok(modelOf(content, learnt))
}
