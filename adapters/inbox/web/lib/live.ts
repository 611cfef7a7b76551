import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Instant } from '../../../../bot/time.ts'
import { API, type TicketList, ticketEvent } from '../../contract.ts'
import { keys } from './queries.ts'
import { signal } from './signal.ts'

/** Since when there is no connection; null: there is one. */
export const offlineSince = signal<Instant | null>(null)

/** Changes that come together are fetched together. */
const GATHER = 250
const RETRY = [1_000, 2_000, 5_000, 10_000, 30_000]

const lost = () => {
  if (offlineSince.get() === null) offlineSince.set(Date.now() as Instant)
}

/**
 * Follows the changes of cases from the list that is `loaded`; before, there is nothing to begin with. The browser resumes by
 * Last-Event-ID; after a break that it gave up on, the stream begins again where it was, and whatever is on the screen is fetched
 * anew.
 */
export const useLive = (loaded: boolean): void => {
  const client = useQueryClient()
  useEffect(() => {
    if (!loaded) return
    let source: EventSource | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    let gather: ReturnType<typeof setTimeout> | undefined
    let failures = 0
    let cursor: number | null = null
    let cut = false

    const refetch = () => {
      clearTimeout(gather)
      gather = setTimeout(() => client.invalidateQueries({ queryKey: keys.cases }), GATHER)
    }
    // The oldest list on the screen: what has changed since then is news to it.
    const begin = () =>
      client
        .getQueriesData<TicketList>({ queryKey: keys.lists })
        .reduce((min, [, list]) => Math.min(min, list?.revision ?? min), Number.MAX_SAFE_INTEGER)

    const open = () => {
      source = new EventSource(`${API}/events?since=${cursor ?? begin()}`)
      source.addEventListener('open', () => {
        if (offlineSince.get() !== null || failures > 0) refetch()
        failures = 0
        // A stream that was opening when the network went can open after it.
        if (!cut) offlineSince.set(null)
      })
      source.addEventListener('ticket', (event) => {
        const row = ticketEvent.safeParse(parse(event.data))
        if (!row.success) return
        cursor = row.data.revision
        refetch()
      })
      source.addEventListener('gone', refetch)
      source.addEventListener('error', () => {
        lost()
        if (source?.readyState !== EventSource.CLOSED) return
        // The browser gave up: a refusal, or a server that is starting. `me` tells whether the session is over.
        client.invalidateQueries({ queryKey: keys.me })
        timer = setTimeout(open, RETRY[Math.min(failures, RETRY.length - 1)])
        failures += 1
      })
    }
    const away = () => {
      cut = true
      lost()
    }
    const back = () => {
      cut = false
      source?.close()
      clearTimeout(timer)
      open()
    }
    open()
    addEventListener('offline', away)
    addEventListener('online', back)
    return () => {
      source?.close()
      clearTimeout(timer)
      clearTimeout(gather)
      removeEventListener('offline', away)
      removeEventListener('online', back)
      offlineSince.set(null)
    }
  }, [client, loaded])
}

const parse = (data: unknown): unknown => {
  try {
    return JSON.parse(String(data))
  } catch {
    return null
  }
}
