import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { basename } from 'node:path'
import type { Log } from '../bot/app/deps.ts'
import type { Clock } from '../bot/ports/clock.ts'
import { SECOND } from '../bot/time.ts'

/** Editors write several files one after the other. */
const SETTLE = 2 * SECOND

/** The folder, and where what is learnt of it is kept. */
type Knowledge = { readonly dir: string; readonly model: string }

const learner = new URL('./cli/learn.ts', import.meta.url).pathname

/** Learns the knowledge in a process of its own: it takes seconds, in which people must be answered. True: it is in order. */
const learn = (from: Knowledge): Promise<boolean> =>
  new Promise((resolve) => {
    // What it prints, file and line of every problem, is for whoever changed the files.
    const child = spawn(process.execPath, [learner, from.dir, from.model], { stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  })

/**
 * Watches the folder of the knowledge and calls `take` when it has changed and is in order; a broken one is refused in words,
 * and the old one stays. Gives what ends the watch.
 */
export const watchKnowledge = (from: Knowledge, clock: Clock, log: Log, take: () => void): (() => void) => {
  const over = new AbortController()
  let changes = 0
  let busy = false
  const settle = async (): Promise<void> => {
    if (busy) return
    busy = true
    for (let seen = -1; seen !== changes && !over.signal.aborted; ) {
      seen = changes
      await clock.sleep(SETTLE, over.signal)
      if (seen !== changes || over.signal.aborted) continue
      if (await learn(from)) {
        take()
        log.info({}, 'the changed knowledge is in use')
      } else log.warn({}, 'the changed knowledge is not in order and was not taken; the old one stays in use')
    }
    busy = false
  }
  const watcher = watch(from.dir, { recursive: true, signal: over.signal })
  watcher.on('change', (_, name) => {
    // What an editor, or whoever adds an example, keeps beside the files while it works is not read.
    if (basename(String(name ?? '')).startsWith('.')) return
    changes += 1
    void settle()
  })
  // A folder that cannot be watched is no reason not to run: changes then need a restart.
  watcher.on('error', () => log.warn({}, 'the knowledge cannot be watched; a change needs a restart'))
  return () => over.abort()
}
