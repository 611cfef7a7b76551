import { useState } from 'react'
import type { TicketId } from '../../../../bot/ids.ts'
import { announce } from '../lib/announce.tsx'
import { type Key, useI18n } from '../lib/i18n.ts'
import type { Place } from '../lib/place.ts'
import { attach, type Chosen, detach } from './attached.ts'
import { choose } from './choose.ts'

type Trouble = Extract<Key, `file.${string}` | `record.${string}`>

export type Attaching = {
  /** Why the last try came to nothing, or to less than was wanted. */
  readonly trouble: Trouble | null
  readonly busy: boolean
  readonly take: (files: readonly File[]) => Promise<void>
  readonly put: (item: Chosen | ({ readonly kind: 'location' } & Place)) => void
  readonly remove: () => void
  readonly say: (trouble: Trouble | null) => void
}

/** The focus follows what was done, once it is on the screen. */
const focusOn = (id: string) => setTimeout(() => document.getElementById(id)?.focus(), 0)

/** Putting something to a reply, and taking it away. `seen`: the last line of the thread on the screen. */
export const useAttaching = (ticket: TicketId, seen: number): Attaching => {
  const { t } = useI18n()
  const [trouble, say] = useState<Trouble | null>(null)
  const [busy, setBusy] = useState(false)
  const put: Attaching['put'] = (item) => {
    say(null)
    attach(ticket, item, seen)
    announce(t('attach.done'))
    focusOn('attached')
  }
  return {
    trouble,
    busy,
    say,
    put,
    take: async (files) => {
      const [first, ...more] = files
      if (first === undefined || busy) return
      setBusy(true)
      const chosen = await choose(first)
      setBusy(false)
      if (!chosen.ok) return say(`file.${chosen.error}`)
      put(chosen.value)
      if (more.length > 0) say('file.one')
    },
    remove: () => {
      detach(ticket)
      say(null)
      focusOn('attach-file')
    },
  }
}
