import { useEffect, useState } from 'react'
import type { Instant } from '../../../../bot/time.ts'

/** The present time, renewed every half minute so that waiting times move on. */
export const useNow = (): Instant => {
  const [now, setNow] = useState(() => Date.now() as Instant)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() as Instant), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
