import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { watchFolders } from '../../adapters/watch-folders.ts'

let dir: string
let seen: string[]
let failures: number
let end: () => void
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'watched-'))
  mkdirSync(join(dir, 'topic/entry'), { recursive: true })
  write('topic/entry/pt.md')
  seen = []
  failures = 0
  end = watchFolders(
    dir,
    (name) => void seen.push(name),
    () => {
      failures += 1
    },
  )
})
afterEach(() => {
  end()
  rmSync(dir, { recursive: true, force: true })
})

const write = (file: string): void => writeFileSync(join(dir, file), 'words')
/** Does it, and waits until the change of that file was heard. */
const hears = async (name: string, change: () => void): Promise<void> => {
  seen.splice(0)
  change()
  await expect.poll(() => seen, { timeout: 10_000 }).toContain(name)
}
const replace = (file: string): void => {
  write('.adding')
  renameSync(join(dir, '.adding'), join(dir, file))
}

it('hears a file that is replaced, every time, and one that is edited after that', async () => {
  for (let time = 0; time < 3; time += 1) await hears('pt.md', () => replace('topic/entry/pt.md'))
  await hears('pt.md', () => write('topic/entry/pt.md'))
  expect(failures).toBe(0)
})

it('hears what is in a new folder, and in one that was deleted and made anew', async () => {
  await hears('other', () => mkdirSync(join(dir, 'topic/other')))
  await hears('en.md', () => write('topic/other/en.md'))
  rmSync(join(dir, 'topic/entry'), { recursive: true })
  await hears('entry', () => mkdirSync(join(dir, 'topic/entry')))
  await hears('fr.md', () => write('topic/entry/fr.md'))
})

it('does not hear hidden files and folders, and nothing once it is over', async () => {
  mkdirSync(join(dir, '.git'))
  await hears('last', () => {
    write('.adding')
    write('topic/.pt.md.swp')
    write('.git/index')
    write('last')
  })
  expect(seen.filter((name) => name !== 'last')).toEqual([])
  end()
  seen.splice(0)
  const after: string[] = []
  const again = watchFolders(
    dir,
    (name) => void after.push(name),
    () => undefined,
  )
  write('topic/entry/pt.md')
  await expect.poll(() => after, { timeout: 10_000 }).toContain('pt.md')
  again()
  expect(seen).toEqual([])
})

it('says where there is no folder to watch', () => {
  let failed = 0
  watchFolders(
    join(dir, 'none'),
    () => undefined,
    () => {
      failed += 1
    },
  )()
  expect(failed).toBe(1)
})
