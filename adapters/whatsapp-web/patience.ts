/** Milliseconds for a file to reach WhatsApp: 5 MB over a line of 256 kbit/s take less than three minutes. */
export const FILE_PATIENCE = 300_000

/** What a promise gave, or that it took too long. What it gives or throws later is of no account. */
export const within = async <T>(
  ms: number,
  promise: Promise<T>,
): Promise<{ readonly kind: 'done'; readonly value: T } | { readonly kind: 'late' }> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<{ readonly kind: 'late' }>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'late' }), ms)
  })
  promise.catch(() => undefined)
  try {
    return await Promise.race([promise.then((value) => ({ kind: 'done', value }) as const), late])
  } finally {
    clearTimeout(timer)
  }
}
