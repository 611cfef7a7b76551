/** Rings everybody who listens in this process. */
export const createBell = () => {
  const listeners = new Set<() => void>()
  return {
    ring: (): void => {
      for (const listener of [...listeners]) listener()
    },
    /** Gives what ends the listening. */
    listen: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
export type Bell = ReturnType<typeof createBell>
