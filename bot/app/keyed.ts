/** Runs tasks of one key one after the other, tasks of different keys side by side. */
export type Keyed = <T>(key: string, task: () => Promise<T>) => Promise<T>

/** Saves conflicts within one process; the version of a conversation guards against other processes. */
export const createKeyed = (): Keyed => {
  const tails = new Map<string, Promise<unknown>>()
  return (key, task) => {
    const before = tails.get(key) ?? Promise.resolve()
    const run = before.then(task, task)
    // Whoever waits next goes on whatever became of this one.
    const tail = run.then(
      () => undefined,
      () => undefined,
    )
    tails.set(key, tail)
    void tail.then(() => {
      if (tails.get(key) === tail) tails.delete(key)
    })
    return run
  }
}
