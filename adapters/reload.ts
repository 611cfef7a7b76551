import { spawn } from 'node:child_process'
import type { Log } from '../bot/app/deps.ts'
import type { Clock } from '../bot/ports/clock.ts'
import { SECOND } from '../bot/time.ts'
import { watchFolders } from './watch-folders.ts'

/** Editors write several files one after the other. */
const SETTLE = 2 * SECOND

/** The folder, and where what is learnt of it is kept. */
type Knowledge = { readonly dir: string; readonly model: string }

/** A hundred megabytes less while it learns, for no more time. */
const SPARING = ['--max-semi-space-size=2']

const learner = new URL('./cli/learn.ts', import.meta.url).pathname

/** Learns the knowledge in a process of its own: it takes seconds, in which people must be answered. True: it is in order. */
const learn = (from: Knowledge): Promise<boolean> =>
  new Promise((resolve) => {
    // What it prints, file and line of every problem, is for whoever changed the files.
    const child = spawn(process.execPath, [...SPARING, learner, from.dir, from.model], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
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
  const unwatch = watchFolders(
    from.dir,
    () => {
      changes += 1
      void settle()
    },
    // A folder that cannot be watched is no reason not to run: changes then need a restart.
    () => log.warn({}, 'a folder of the knowledge cannot be watched; a change there needs a restart'),
  )
  return () => {
    unwatch()
    over.abort()
  }
}
