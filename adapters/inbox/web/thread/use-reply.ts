import { useState } from 'react'
import type { z } from 'zod'
import type { TicketId } from '../../../../bot/ids.ts'
import type { replyRequest } from '../../contract.ts'
import { type Attached, giveAgain, given } from '../attach/attached.ts'
import { problemOf } from '../lib/api.ts'
import { useChange } from '../lib/queries.ts'

type Words = { readonly text: string; readonly seen: number; readonly anyway: boolean }

/** Sends a reply, first what goes with it. Nothing is taken off the screen here: it may not get through. */
export const useReply = (ticket: TicketId) => {
  const reply = useChange<z.input<typeof replyRequest>>(ticket, 'reply')
  const [giving, setGiving] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  return {
    busy: giving || reply.isPending,
    error: failure ?? reply.error,
    reset: () => {
      setFailure(null)
      reply.reset()
    },
    /** False: what was attached was taken away meanwhile, and nothing was sent. Rejects where it did not get through. */
    send: async (words: Words, attached: Attached | null): Promise<boolean> => {
      setFailure(null)
      reply.reset()
      setGiving(true)
      try {
        const attachment = attached && (await given(ticket, attached))
        if (attached !== null && attachment === null) return false
        await reply.mutateAsync({ ...words, ...(attachment && { attachment }) })
        return true
      } catch (error) {
        if (problemOf(error).kind === 'file') giveAgain(ticket)
        setFailure(error)
        throw error
      } finally {
        setGiving(false)
      }
    },
  }
}
