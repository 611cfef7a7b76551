import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { UnderstandingData } from '../bot/understanding/data.ts'
import { type Learnt, learn } from '../bot/understanding/learn.ts'

/** Where `npm run build` leaves it. */
export const MODEL_FILE = join(import.meta.dirname, '../dist/understanding.bin')

const CODE = join(import.meta.dirname, '../bot/understanding')

type Kept = { readonly fingerprint: string; readonly learnt: Learnt }

/** Changes with every word that is learnt from, and with the code that learns. */
const fingerprintOf = (data: UnderstandingData): string => {
  const hash = createHash('sha256')
  hash.update(JSON.stringify(data, (_, value: unknown) => (value instanceof Map ? [...value] : value)))
  for (const file of globSync('*.ts', { cwd: CODE }).sort()) hash.update(readFileSync(join(CODE, file)))
  return hash.digest('hex')
}

const read = (file: string): Kept | null => {
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

/** What was learnt of these words: kept from before where nothing has changed since, else learnt now, which takes seconds. */
export const learntFor = (data: UnderstandingData, file: string): Learnt => {
  const fingerprint = fingerprintOf(data)
  const kept = read(file)
  if (kept?.fingerprint === fingerprint) return kept.learnt
  const learnt = learn(data)
  keep(file, { fingerprint, learnt })
  return learnt
}
