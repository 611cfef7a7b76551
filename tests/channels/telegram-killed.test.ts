import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { startTelegramProcess } from '../support/telegram-process.ts'

const TOKEN = '4242:AA-killed'
const MORTAL = fileURLToPath(new URL('../support/telegram-mortal.ts', import.meta.url))

const ended = (child: ChildProcess): Promise<void> => new Promise((resolve) => child.once('exit', () => resolve()))

it('loses nothing and doubles nothing when the program is killed in the middle of its work, again and again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'telegram-killed-'))
  const file = join(folder, 'received')
  const lines = (): readonly string[] => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [])
  const telegram = await startTelegramProcess({ token: TOKEN })
  const run = (): ChildProcess =>
    spawn(process.execPath, [MORTAL, telegram.url, TOKEN, file], { stdio: ['ignore', 'ignore', 'inherit'] })

  const written: string[] = []
  const says = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      written.push(`message ${written.length + 1}`)
      await telegram.says(777, String(written.at(-1)))
    }
  }

  await says(30)
  for (const killedAfter of [7, 19, 33]) {
    const child = run()
    const over = ended(child)
    while (lines().length < killedAfter) await wait(2)
    await says(5)
    child.kill('SIGKILL')
    await over
    expect(lines().length).toBeLessThan(written.length)
  }
  const last = run()
  const over = ended(last)
  await telegram.untilConfirmed()
  while (lines().length < written.length) await wait(5)
  last.kill('SIGKILL')
  await over

  const texts = lines().map((line) => JSON.parse(line.slice(line.indexOf(' ') + 1)).text)
  expect(texts).toEqual(written)
  expect(await telegram.violations()).toEqual([])
  await telegram.close()
  rmSync(folder, { recursive: true })
})
