import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { openDatabase } from '../../adapters/database/open.ts'
import { databaseStore } from '../../adapters/database/store.ts'
import { temporaryFiles } from './folder.ts'
import { countingIds, sendAll } from './support.ts'

const newFile = temporaryFiles()
const writer = new URL('writer.ts', import.meta.url).pathname

const start = (file: string, count: number, name: string) => {
  const child: ChildProcess = spawn(process.execPath, ['--no-warnings', writer, file, String(count), name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.stdout === null) throw new Error('no output')
  const lines: number[] = []
  const reader = createInterface(child.stdout).on('line', (line) => lines.push(Number(line)))
  const closed = Promise.all([once(child, 'exit'), once(reader, 'close')])
  return { child, reader, lines, closed }
}

test('two processes that are given the same messages: each works once', async () => {
  const file = newFile()
  const numbers = Array.from({ length: 60 }, (_, index) => index + 1)
  const two = [start(file, 60, 'one'), start(file, 60, 'two')]
  for (const { closed } of two) expect((await closed)[0]).toEqual([0, null])
  expect(two.flatMap(({ lines }) => lines).sort((a, b) => a - b)).toEqual(numbers)

  const store = databaseStore(await openDatabase(`sqlite:${file}`), countingIds())
  expect((await sendAll(store)).map(Number).sort((a, b) => a - b)).toEqual(numbers)
  await store.close()
})

test('a process that is killed loses nothing that it said was committed', async () => {
  const file = newFile()
  const { child, reader, lines, closed } = start(file, 100_000, 'victim')
  reader.on('line', () => {
    if (lines.length === 40) child.kill('SIGKILL')
  })
  expect((await closed)[0]).toEqual([null, 'SIGKILL'])

  const store = databaseStore(await openDatabase(`sqlite:${file}`), countingIds())
  const kept = (await sendAll(store)).map(Number)
  expect(kept.slice(0, lines.length)).toEqual(lines)
  // One more may have been committed that it had no time to say.
  expect(kept.length - lines.length).toBeLessThanOrEqual(1)
  await store.close()
})
