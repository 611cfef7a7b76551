import type { Transaction } from 'kysely'
import type { Effect } from '../../bot/effect.ts'
import { type ConversationId, outboxId } from '../../bot/ids.ts'
import type { Ids } from '../../bot/ports/clock.ts'
import type { Commit, Fired } from '../../bot/ports/store.ts'
import { never } from '../../bot/result.ts'
import type { Instant } from '../../bot/time.ts'
import { eraseConversation } from './erase.ts'
import { markSent } from './files.ts'
import { keepJoinCode } from './joins.ts'
import { dropUnsent, enqueue } from './outbox.ts'
import { keepQuestion } from './questions.ts'
import { dropReminders, keepReminder, takeReminder } from './reminders.ts'
import type { Schema } from './schema.ts'
import { addEntry } from './tickets.ts'
import { setTimer, takeTimer } from './timers.ts'

export const erases = (commit: Commit): boolean => commit.effects.some((effect) => effect.kind === 'erase')

/**
 * One commit inside a transaction. The causes are taken first (a message id once, a due timer once), then the version of the
 * session; where the version is another one, the causes are given back. So a commit that declines leaves nothing behind.
 */
export const commitOne = async (
  records: Transaction<Schema>,
  commit: Commit,
  ids: Ids,
): Promise<'committed' | 'duplicate' | 'conflict'> => {
  const { conversation, seen, fired, now } = commit
  if (seen !== null && !(await takeMessage(records, commit))) return 'duplicate'
  const giveBack = fired === null ? null : await takeFired(records, conversation, fired, now)
  const isLate = fired !== null && giveBack === null
  const isCurrent =
    !isLate && (erases(commit) ? await removeSession(records, commit) : await save(records, commit, ids))
  if (!isCurrent) {
    if (seen !== null) await records.deleteFrom('seen').where('message', '=', seen).execute()
    await giveBack?.()
    return isLate ? 'duplicate' : 'conflict'
  }
  let erased = false
  for (const effect of commit.effects) {
    await carryOut(records, commit, effect, ids, erased)
    if (effect.kind === 'erase') erased = true
  }
  return 'committed'
}

/** Takes what fired away, and gives how to put it back; null: it fired already, was cancelled, or is not due. */
const takeFired = async (
  records: Transaction<Schema>,
  conversation: ConversationId,
  fired: Fired,
  now: Instant,
): Promise<(() => Promise<void>) | null> => {
  if (typeof fired === 'string') {
    const at = await takeTimer(records, conversation, fired, now)
    return at === null ? null : () => setTimer(records, conversation, fired, at)
  }
  const reminder = await takeReminder(records, fired.reminder, now)
  return reminder === null ? null : () => keepReminder(records, reminder)
}

const takeMessage = async (records: Transaction<Schema>, { seen, now }: Commit): Promise<boolean> => {
  if (seen === null) return true
  const { numInsertedOrUpdatedRows } = await records
    .insertInto('seen')
    .values({ message: seen, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

const save = async (records: Transaction<Schema>, commit: Commit, ids: Ids): Promise<boolean> => {
  const { conversation, version, session } = commit
  const row = { session: JSON.stringify(session), lastInboundAt: session.lastInboundAt }
  if (version === 0) {
    const { numInsertedOrUpdatedRows } = await records
      .insertInto('sessions')
      // Not 1: a step that began before an erasure must not match the conversation that began after it.
      .values({ conversation, version: 1 + ids.random(2 ** 31), ...row })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  }
  const { numUpdatedRows } = await records
    .updateTable('sessions')
    .set({ version: version + 1, ...row })
    .where('conversation', '=', conversation)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

const removeSession = async (records: Transaction<Schema>, { conversation, version }: Commit): Promise<boolean> => {
  if (version === 0) {
    const session = await records
      .selectFrom('sessions')
      .select('version')
      .where('conversation', '=', conversation)
      .executeTakeFirst()
    return session === undefined
  }
  const { numDeletedRows } = await records
    .deleteFrom('sessions')
    .where('conversation', '=', conversation)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  return numDeletedRows === 1n
}

/** `erased`: an erasure came before. Then only a goodbye and totals are left to do; anything else would be kept again. */
const carryOut = async (
  records: Transaction<Schema>,
  { conversation, session, now }: Commit,
  effect: Effect,
  ids: Ids,
  erased: boolean,
): Promise<void> => {
  const chat = session.chat ?? conversation
  switch (effect.kind) {
    case 'send': {
      const id = outboxId(ids.newId())
      const thread = erased ? null : effect.thread
      const ticket = thread?.ticket ?? null
      const to = effect.to === 'home' ? conversation : (effect.to ?? chat)
      await enqueue(records, { id, conversation, chat: to, message: effect.message, ticket, goodbye: erased, now })
      if (effect.message.attachment?.kind === 'file') await markSent(records, effect.message.attachment.file)
      if (thread) await addEntry(records, { ...thread, conversation, chat, outbox: id, at: now })
      return
    }
    case 'ticket':
      if (erased) return
      return addEntry(records, {
        ticket: effect.ticket,
        change: effect.change,
        conversation,
        chat,
        outbox: null,
        at: now,
      })
    case 'timer':
      if (erased) return
      return setTimer(records, conversation, effect.name, effect.at)
    case 'remind':
      if (erased) return
      return keepReminder(records, effect.reminder)
    case 'drop-reminders':
      return dropReminders(records, { ...effect, conversation, chat, now })
    case 'drop-unsent':
      return dropUnsent(records, conversation, now)
    case 'count':
      return addToTotal(records, effect.count)
    case 'learn':
      if (erased) return
      return keepQuestion(records, effect.asked, ids, now)
    case 'join-code':
      if (erased) return
      return keepJoinCode(records, conversation, effect.code, effect.until)
    case 'erase':
      return eraseConversation(records, conversation, now)
    default:
      return never(effect)
  }
}

const addToTotal = async (
  records: Transaction<Schema>,
  { what, label }: { readonly what: string; readonly label: string },
): Promise<void> => {
  await records
    .insertInto('totals')
    .values({ what, label, total: 1 })
    .onConflict((conflict) =>
      conflict.columns(['what', 'label']).doUpdateSet((eb) => ({ total: eb('totals.total', '+', 1) })),
    )
    .execute()
}
