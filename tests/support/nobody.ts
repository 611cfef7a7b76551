const NOBODY = 65_534

/** Does it as somebody without rights: whoever is root may write what is read-only. */
export const asNobody = <T>(task: () => T): T => {
  if (process.geteuid?.() !== 0) return task()
  process.seteuid?.(NOBODY)
  try {
    return task()
  } finally {
    process.seteuid?.(0)
  }
}
