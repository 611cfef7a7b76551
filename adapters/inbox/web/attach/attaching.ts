import { useState } from 'react'
import { flushSync } from 'react-dom'
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
  /** A file is being made ready. */
  readonly busy: boolean
  /** The microphone is on: what is sent now would go without what is being said. */
  readonly recording: boolean
  readonly setRecording: (on: boolean) => void
  readonly take: (files: readonly File[]) => Promise<void>
  readonly put: (item: Chosen | ({ readonly kind: 'location' } & Place)) => void
  readonly remove: () => void
  readonly say: (trouble: Trouble | null) => void
}

/** Draws a change at once, and moves the focus to what is there then: what had it is gone. */
export const focusAfter = (id: string, change: () => void): void => {
  flushSync(change)
  document.getElementById(id)?.focus()
}

/**
 * Putting something to a reply, and taking it away. `seen`: the last line of the thread on the screen; `sending`: a reply is on
 * its way, and nothing takes the place of what goes with it.
 */
export const useAttaching = (ticket: TicketId, seen: number, sending: boolean): Attaching => {
  const { t } = useI18n()
  const [trouble, say] = useState<Trouble | null>(null)
  const [busy, setBusy] = useState(false)
  const [recording, setRecording] = useState(false)
  const put: Attaching['put'] = (item) => {
    focusAfter('attached', () => {
      say(null)
      attach(ticket, item, seen)
    })
    announce(t('attach.done'))
  }
  return {
    trouble,
    busy,
    recording,
    setRecording,
    say,
    put,
    take: async (files) => {
      const [first, ...more] = files
      if (first === undefined || busy || recording || sending) return
      setBusy(true)
      const chosen = await choose(first)
      setBusy(false)
      if (!chosen.ok) return say(`file.${chosen.error}`)
      put(chosen.value)
      if (more.length > 0) say('file.one')
    },
    remove: () =>
      focusAfter('attach-file', () => {
        detach(ticket)
        say(null)
      }),
  }
}
