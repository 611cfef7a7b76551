import { describe, expect, test } from 'vitest'
import { fileId, type TicketId, ticketId } from '../../bot/ids.ts'
import { DAY, after as plus } from '../../bot/time.ts'
import { SAMPLES } from '../support/samples.ts'
import type { Given } from './contract.ts'
import { ANY, act, CASE, IN_PRAIA, IN_SAL, LONG_AGO, MARIA, NOW, opened, person } from './support.ts'

const ANA = person('ana')
const { file: FORM } = SAMPLES

export const fileContract = ({ store, again }: Given): void => {
  describe('files of staff', () => {
    const keep = async (ticket: TicketId = CASE) => {
      const id = await store().keepFile(ticket, ANY, FORM, NOW)
      if (id === null) throw new Error('not kept')
      return id
    }
    const sending = (file: ReturnType<typeof fileId>) => {
      const attachment = { kind: 'file', file, what: 'file', mime: FORM.mime, size: 9, name: FORM.name } as const
      const message = { text: '', choices: [], voice: 'staff', attachment } as const
      const change = { kind: 'from-staff', by: MARIA, text: '', attachment } as const
      return { kind: 'send', message, thread: { ticket: CASE, change } } as const
    }
    const forget = (now = NOW) => store().forget({ conversations: LONG_AGO, cases: LONG_AGO }, now)

    test('are kept byte for byte, for one case, by who may see it', async () => {
      await act(store(), ANA, [opened(CASE)])
      expect(await store().keepFile(CASE, IN_PRAIA, FORM, NOW)).toBeNull()
      expect(await store().keepFile(ticketId('none'), ANY, FORM, NOW)).toBeNull()
      const id = await store().keepFile(CASE, IN_SAL, FORM, NOW)
      const kept = await (await again()).file(id ?? fileId(''))
      expect(kept).toEqual({ ...FORM, bytes: expect.anything(), ticket: CASE })
      expect(Buffer.from(kept?.bytes ?? []).equals(Buffer.from(FORM.bytes))).toBe(true)
      expect(await store().file(fileId('none'))).toBeNull()
    })

    test('go out with a message, and stand in the thread for who may see the case', async () => {
      await act(store(), ANA, [opened(CASE)])
      const file = await keep()
      await act(store(), ANA, [sending(file)])
      const [item] = await store().takeOutbox(NOW, 1, DAY, ['telegram'])
      expect(item?.message.attachment).toMatchObject({ kind: 'file', file, name: FORM.name })
      expect(await store().media(CASE, 2, IN_SAL)).toEqual({ file, size: 9 })
      expect(await store().media(CASE, 2, IN_PRAIA)).toBeNull()
      expect((await store().tickets({ scope: ANY, limit: 1 }))[0]?.lastWords).toBe(`📎 ${FORM.name}`)
    })

    test('are forgotten after a day where they were never sent, and else with their case', async () => {
      await act(store(), ANA, [opened(CASE)])
      const sent = await keep()
      const chosen = await keep()
      await act(store(), ANA, [sending(sent)])
      await forget(plus(NOW, DAY))
      expect(await store().file(chosen)).not.toBeNull()
      await forget(plus(NOW, DAY + 1))
      expect(await store().file(chosen)).toBeNull()
      expect(await store().file(sent)).not.toBeNull()
      await act(store(), ANA, [{ kind: 'erase' }])
      expect(await store().file(sent)).toBeNull()
    })
  })
}
