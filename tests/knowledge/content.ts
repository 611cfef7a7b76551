import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KNOWLEDGE_DIR } from '../../knowledge/load.ts'

/** A copy of the real knowledge that a test may spoil. `edit` replaces a text that must be there. */
export const copyOfKnowledge = () => {
  const dir = mkdtempSync(join(tmpdir(), 'knowledge-'))
  cpSync(KNOWLEDGE_DIR, dir, { recursive: true, filter: (source) => !source.endsWith('.ts') })
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
