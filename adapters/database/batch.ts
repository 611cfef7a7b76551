import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/** A change of the records within a transaction. May be run again after a rollback: it touches nothing else. */
export type Operation<T> = (records: Transaction<Schema>) => Promise<T>

/** One operation in line: `run` gives what tells its caller the result, for after the commit. */
type Waiting = {
  readonly run: (records: Transaction<Schema>) => Promise<() => void>
  readonly fail: (error: unknown) => void
}

const MOST_TOGETHER = 256

/**
 * Group commit: operations that are asked for at the same time share one transaction, and so one wait for the disk. Each is
 * answered after the commit. Where one throws, the whole batch is rolled back and run again one by one, so that only the
 * one at fault fails. An operation that declines must do so without having written anything.
 */
export const groupCommit = (db: Kysely<Schema>) => {
  let line: Waiting[] = []
  let flushing: Promise<void> = Promise.resolve()
  let busy = false

  const together = async (batch: readonly Waiting[]): Promise<void> => {
    const answers = await db.transaction().execute(async (records) => {
      const done: (() => void)[] = []
      for (const operation of batch) done.push(await operation.run(records))
      return done
    })
    for (const answer of answers) answer()
  }

  const alone = (operation: Waiting): Promise<void> => together([operation]).catch(operation.fail)

  const flush = async (): Promise<void> => {
    for (;;) {
      // Whoever asks in this turn of the event loop joins.
      await nextTurn()
      const batch = line.slice(0, MOST_TOGETHER)
      line = line.slice(MOST_TOGETHER)
      const [first] = batch
      if (first === undefined) break
      if (batch.length === 1) await alone(first)
      else {
        await together(batch).catch(async () => {
          for (const operation of batch) await alone(operation)
        })
      }
    }
    busy = false
  }

  return {
    /** Resolves when the change is on the disk. Rejects with what the operation threw; then nothing of it is saved. */
    write: <T>(operation: Operation<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        line.push({
          run: async (records) => {
            const result = await operation(records)
            return () => resolve(result)
          },
          fail: reject,
        })
        if (!busy) {
          busy = true
          flushing = flush()
        }
      }),
    /** Resolves when nothing is in line any more. */
    idle: (): Promise<void> => flushing,
  }
}

export type Write = ReturnType<typeof groupCommit>['write']
