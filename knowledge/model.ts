import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { fail, ok, type Result } from '../bot/result.ts'
import type { UnderstandingData } from '../bot/understanding/data.ts'
import { type Learnt, learn } from '../bot/understanding/learn.ts'
import type { Problem } from './problem.ts'
import { type Content, readContent } from './read.ts'
import { understandingData } from './words.ts'

/** Where `npm run build` leaves it. */
export const MODEL_FILE = join(import.meta.dirname, '../dist/understanding.bin')

const CODE = join(import.meta.dirname, '..')
const LEARNING = 'bot/understanding/*.ts'
const READING = ['knowledge/*.ts', 'locales/*', LEARNING, 'package-lock.json']

/** What a folder says, the same as words for understanding, and what was learnt of them. */
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

const readKept = (file: string): Kept | null => {
  try {
    return deserialize(readFileSync(file)) as Kept
  } catch {
    return null
  }
}

/** Whole or not at all, though two processes write at once. Nothing depends on it: a folder that is read-only is no fault. */
const keep = (file: string, kept: Kept): void => {
  try {
    mkdirSync(dirname(file), { recursive: true })
    const partial = `${file}.${process.pid}`
    writeFileSync(partial, serialize(kept))
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
  if (kept?.files === files)
    return ok({ content: kept.content, data: understandingData(kept.content), learnt: kept.learnt })
  const content = readContent(dir)
  if (content.problems.length > 0) return fail(content.problems)
  const data = understandingData(content)
  const words = hashOfWords(data)
  const learnt = kept?.words === words ? kept.learnt : learn(data)
  keep(file, { files, words, content, learnt })
  return ok({ content, data, learnt })
}
