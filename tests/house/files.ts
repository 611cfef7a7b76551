import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = new URL('../../', import.meta.url).pathname

/** A file of this repository: its path from the root, and what stands in it. */
export type SourceFile = { readonly path: string; readonly text: string }

/** Every TypeScript file below these folders, in order of their paths. */
export const sourcesIn = (folders: readonly string[]): readonly SourceFile[] =>
  folders
    .flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: ROOT }))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
