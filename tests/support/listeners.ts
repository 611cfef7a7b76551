/** Milliseconds after which a test gives up waiting. */
const PATIENCE = 10_000

/** Tells whoever listens that something has changed, so that a test waits for what it wants and not for a time. */
export const createListeners = (patience = PATIENCE) => {
  const listeners = new Set<() => void>()
  const listen = (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return {
    listen,
    changed: (): void => {
      for (const listener of [...listeners]) listener()
    },
    /** Resolves when it holds. Rejects after a while, naming what was awaited, and what `more` tells then. */
    until: (what: string, holds: () => boolean, more: () => string = () => ''): Promise<void> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!holds()) return
          clearTimeout(timer)
          unlisten()
          resolve()
        }
        const unlisten = listen(look)
        const timer = setTimeout(() => {
          unlisten()
          reject(new Error(`waited in vain: ${what}${more()}`))
        }, patience)
        look()
      }),
  }
}
