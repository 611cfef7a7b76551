import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KNOWLEDGE_DIR } from '../../knowledge/load.ts'

/** As many as an entry must have in a language, and sentences of danger. */
const QUESTIONS = 25
const SENTENCES = 50

/** Leaves out all after so many lines of a list. */
const shorten = (path: string, isItem: (line: string) => boolean, most: number): void => {
  let items = 0
  const kept = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => {
      if (isItem(line)) items += 1
      return !isItem(line) || items <= most
    })
  writeFileSync(path, kept.join('\n'))
}

/**
 * A copy of the real knowledge that a test may spoil: every answer, but fewer examples, so that it is soon checked and learnt.
 * `edit` replaces a text that must be there.
 */
export const copyOfKnowledge = () => {
  const dir = mkdtempSync(join(tmpdir(), 'knowledge-'))
  cpSync(KNOWLEDGE_DIR, dir, { recursive: true, filter: (source) => !source.endsWith('.ts') })
  for (const path of globSync('*/*/{pt,en,fr,kea}.md', { cwd: dir }))
    shorten(join(dir, path), (line) => line.startsWith('- '), QUESTIONS)
  for (const path of globSync('urgent/examples/*', { cwd: dir }))
    shorten(join(dir, path), (line) => line !== '', SENTENCES)
  return {
    dir,
    edit: (file: string, from: string | RegExp, to: string): void => {
      const before = readFileSync(join(dir, file), 'utf8')
      const after = before.replace(from, to)
      if (after === before) throw new Error(`${file} has no ${String(from)}`)
      writeFileSync(join(dir, file), after)
    },
    write: (file: string, text: string): void => writeFileSync(join(dir, file), text),
    remove: (file: string): void => rmSync(join(dir, file), { recursive: true }),
    [Symbol.dispose]: (): void => rmSync(dir, { recursive: true, force: true }),
  }
}
