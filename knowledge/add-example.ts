import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { exampleFault, exampleOf } from '../bot/example.ts'
import { entryId } from '../bot/ids.ts'
import type { Example, ExampleRefusal } from '../bot/ports/examples.ts'
import { fail, ok, type Result } from '../bot/result.ts'
import { MINUTE } from '../bot/time.ts'
import { problemsOf } from './check.ts'
import type { Place } from './duplicates.ts'
import { readTranslation } from './markdown.ts'
import { inWords } from './problem.ts'
import { type Content, type EntryFiles, readContent } from './read.ts'

/** The new file, until it takes the place of the old one. While it is there nobody else adds, in whatever process. */
const NEXT = '.adding'
/** Adding takes a second or two: what is older was left behind by a crash. */
const LEFT_BEHIND = MINUTE

/** The folder or the disk lets nothing be written, or not there. */
const NOT_WRITABLE = new Set(['EROFS', 'EACCES', 'EPERM', 'EXDEV', 'EBUSY', 'ENOSPC', 'EDQUOT', 'EISDIR'])

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** Begins the new file, which nobody else can while it is there. */
const begin = (path: string): Result<number, ExampleRefusal> => {
  try {
    return ok(openSync(path, 'wx'))
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  const { mtimeMs } = statSync(path)
  if (Date.now() - mtimeMs < LEFT_BEHIND) return fail({ kind: 'busy' })
  rmSync(path)
  return ok(openSync(path, 'wx'))
}

/** The text with one more question after the last one, and the line on which it stands. */
const withLine = (text: string, after: number, words: string): { readonly text: string; readonly line: number } => {
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  const lines = text.split(/\r?\n/)
  const next = lines.toSpliced(after, 0, `- ${words}`)
  return { text: next.at(-1) === '' ? next.join(end) : `${next.join(end)}${end}`, line: after + 1 }
}

/** Why the knowledge cannot stay as it would be with the example, which stands on `line` of `file`; null: it can. */
const refusalOf = (content: Content, file: string, line: number): ExampleRefusal | null => {
  const problems = problemsOf(content)
  if (problems.length === 0) return null
  const isHere = (place: Place): boolean => place.file === file && place.line === line
  const twins = problems
    .flatMap((problem) => problem.twins ?? [])
    .find(({ place, twin }) => isHere(place) || isHere(twin))
  if (twins === undefined) return { kind: 'not-in-order', problems: problems.map(inWords) }
  const other = isHere(twins.place) ? twins.twin : twins.place
  const at = { file: other.file, line: other.line }
  return twins.place.entry === twins.twin.entry
    ? { kind: 'known', ...at }
    : { kind: 'elsewhere', entry: entryId(other.entry), ...at }
}

/** The file as it would be, and where it stands; or why it cannot be. */
const changed = (dir: string, { entry, lang, words }: Example): Result<Changed, ExampleRefusal> => {
  const content = readContent(dir)
  const files = content.entries.find(({ head }) => head.id === entry)
  const last = files?.translations[lang]?.questions.at(-1)
  if (files === undefined || last === undefined) return fail({ kind: 'no-entry' })
  const file = `${files.folder}/${lang}.md`
  const path = realpathSync(join(dir, file))
  const before = readFileSync(path, 'utf8')
  const { text, line } = withLine(before, last.line, words)
  const translation = readTranslation(text, file)
  if (!translation.ok) return fail({ kind: 'not-in-order', problems: translation.error.map(inWords) })
  const next: EntryFiles = { ...files, translations: { ...files.translations, [lang]: translation.value } }
  const entries = content.entries.map((one) => (one === files ? next : one))
  const refusal = refusalOf({ ...content, entries }, file, line)
  return refusal === null ? ok({ file, path, before, text }) : fail(refusal)
}
type Changed = { readonly file: string; readonly path: string; readonly before: string; readonly text: string }

/** Puts the new file whole in the place of the old one, where that is still as it was read. */
const put = (next: string, handle: number, { path, before, text }: Changed): boolean => {
  accessSync(path, constants.W_OK)
  writeFileSync(handle, text)
  fchmodSync(handle, statSync(path).mode & 0o777)
  fsyncSync(handle)
  if (readFileSync(path, 'utf8') !== before) return false
  renameSync(next, path)
  return true
}

/**
 * Adds an example question to the file of an entry and gives that file, named from the folder. The whole knowledge is checked
 * with it before anything is written, and the file is replaced at once: it is never there by half, nor one that a running
 * program would refuse. Takes a second or two of the processor.
 */
export const addExample = (dir: string, { words, ...where }: Example): Result<string, ExampleRefusal> => {
  const example = { ...where, words: exampleOf(words) }
  const fault = exampleFault(example.words)
  if (fault !== null) return fail({ kind: fault })
  const next = join(dir, NEXT)
  let handle: number | null = null
  let inPlace = false
  try {
    const begun = begin(next)
    if (!begun.ok) return begun
    handle = begun.value
    const change = changed(dir, example)
    if (!change.ok) return change
    inPlace = put(next, handle, change.value)
    return inPlace ? ok(change.value.file) : fail({ kind: 'busy' })
  } catch (error) {
    if (NOT_WRITABLE.has(codeOf(error))) return fail({ kind: 'not-writable' })
    throw error
  } finally {
    if (handle !== null) closeSync(handle)
    // Once it is in its place, what has this name is somebody else's.
    if (handle !== null && !inPlace) rmSync(next, { force: true })
  }
}
