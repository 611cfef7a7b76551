import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs'
import { join } from 'node:path'

const isHidden = (name: string): boolean => name.startsWith('.')

/** A folder and all folders below it, without hidden ones. */
const foldersIn = (folder: string): readonly string[] => [
  folder,
  ...readdirSync(folder, { withFileTypes: true })
    .filter((item) => item.isDirectory() && !isHidden(item.name))
    .flatMap((item) => foldersIn(join(folder, item.name))),
]

/**
 * Calls `changed` with the name of each file that changes in a folder or below, but not of a hidden one: such a file is kept beside the
 * others while somebody writes. `failed` where a folder cannot be watched. Gives what ends it.
 *
 * One watch for each folder, because Node's recursive watch on Linux loses a file for good once it was replaced, which is how many
 * editors save.
 */
export const watchFolders = (dir: string, changed: (name: string) => void, failed: () => void): (() => void) => {
  const watched = new Map<string, { readonly node: string; readonly watcher: FSWatcher }>()
  let over = false

  const leave = (folder: string): void => {
    watched.get(folder)?.watcher.close()
    watched.delete(folder)
  }
  const enter = (folder: string): void => {
    // The number alone may be given again.
    const { ino, birthtimeNs } = statSync(folder, { bigint: true })
    const node = `${ino} ${birthtimeNs}`
    if (watched.get(folder)?.node === node) return
    // It was deleted and made anew: the old watch hears nothing of that one.
    leave(folder)
    const watcher = watch(folder)
    watcher.on('error', () => leave(folder))
    watcher.on('change', (kind, name) => {
      if (over) return
      if (kind === 'rename') look()
      if (!isHidden(String(name ?? ''))) changed(String(name ?? ''))
    })
    watched.set(folder, { node, watcher })
  }
  const look = (): void => {
    try {
      const folders = new Set(foldersIn(dir))
      for (const folder of [...watched.keys()]) if (!folders.has(folder)) leave(folder)
      for (const folder of folders) enter(folder)
    } catch {
      // Also where a folder went while it was looked at; then the next change looks again.
      failed()
    }
  }
  look()
  return () => {
    over = true
    for (const folder of [...watched.keys()]) leave(folder)
  }
}
