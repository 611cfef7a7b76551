import { isLang, type Lang } from '../../locales/languages.ts'
import type { Effect } from '../effect.ts'
import { step } from '../engine/step.ts'
import type { BotEvent } from '../event.ts'
import type { ConversationId, MessageId } from '../ids.ts'
import { partsOfConversation } from '../ids.ts'
import type { Fired } from '../ports/store.ts'
import { newSession, type Session } from '../session.ts'
import { splitMessage } from '../text.ts'
import type { Moment, Step } from '../world.ts'
import { newCode } from './code.ts'
import type { Deps } from './deps.ts'
import { faultOf } from './fault.ts'

/** A conflict means that somebody else made progress; so many in a row mean that something is broken. */
const MOST_CONFLICTS = 50

export type Cause = { readonly seen?: MessageId; readonly fired?: Fired }

/** What an advance came to. `session` is the state after it; on a duplicate, the state that was there. */
export type Advanced = {
  readonly outcome: 'committed' | 'duplicate'
  readonly before: Session | null
  /** Something will be sent to the person. */
  readonly answers: boolean
}

/**
 * Load, step, commit; on a conflict load and step again. `check` looks at the session that was loaded and may call it off
 * (null: go on), so that "who holds the case" is decided on what is committed.
 */
export const advance = async <No>(
  deps: Deps,
  conversation: ConversationId,
  event: BotEvent,
  cause: Cause,
  check: (session: Session | null) => No | null = () => null,
): Promise<Advanced | { readonly outcome: 'refused'; readonly no: No }> => {
  for (let tries = 0; tries < MOST_CONFLICTS; tries += 1) {
    const { session, version } = await deps.store.load(conversation)
    const no = check(session)
    if (no !== null) return { outcome: 'refused', no }
    const now = deps.clock.now()
    // Only whoever writes can ask what is kept of them.
    const reminders = session !== null && event.kind === 'message' ? await deps.store.remindersOf(conversation) : []
    const moment = { now, newId: () => deps.ids.newId(), newCode: () => newCode(deps.ids), reminders }
    const stepped = stepSafely(deps, session ?? newSession(firstLang(event), now), event, moment)
    await forgetInChannel(deps, conversation, stepped.effects)
    const outcome = await deps.store.commit({
      conversation,
      version,
      session: stepped.session,
      seen: cause.seen ?? null,
      fired: cause.fired ?? null,
      effects: fitted(deps, stepped.session.chat ?? conversation, inLanguage(stepped.session, stepped.effects)),
      now,
    })
    if (outcome === 'conflict') continue
    if (outcome === 'committed') deps.committed()
    return { outcome, before: session, answers: stepped.effects.some((effect) => effect.kind === 'send') }
  }
  throw new Error('a conversation was in conflict without end')
}

/**
 * A fault of ours must not hold up everybody behind this message: it counts as received, is in the case where one is open,
 * and the person is told, with a next step.
 */
const stepSafely = (deps: Deps, session: Session, event: BotEvent, moment: Moment): ReturnType<Step> => {
  const world = deps.world()
  try {
    return step(world, session, event, moment)
  } catch (error) {
    deps.log.error({ event: event.kind, ...faultOf(error) }, 'the engine met a fault')
    if (event.kind !== 'message' && event.kind !== 'join') return { session, effects: [] }
    const police = world.knowledge.emergency[0]?.number ?? ''
    const text = world.say(session.lang)('error.internal', { police })
    const open = session.case !== null && session.case.closedAt === null ? session.case.ticket : null
    const { body, id } = event.message
    return {
      session,
      effects: [
        ...(open === null
          ? []
          : [{ kind: 'ticket', ticket: open, change: { kind: 'from-person', body, message: id } } as const]),
        { kind: 'send', message: { text, choices: [] }, thread: null },
      ],
    }
  }
}

/**
 * What the channel itself keeps is erased before the commit: a crash between the two leaves the request unanswered, so it
 * comes again and is finished.
 */
const forgetInChannel = async (deps: Deps, conversation: ConversationId, effects: readonly Effect[]): Promise<void> => {
  if (!effects.some((effect) => effect.kind === 'erase')) return
  for (const chat of await deps.store.chatsOf(conversation)) {
    const { channel, address } = partsOfConversation(chat)
    await deps.channels.get(channel)?.forget(address)
  }
}

/** The language of the telephone is the first guess, until the person has written something. */
const firstLang = (event: BotEvent): Lang => {
  const tag =
    event.kind === 'message' || event.kind === 'join' ? (event.message.locale ?? '').toLowerCase().split(/[-_]/)[0] : ''
  return isLang(tag) ? tag : 'pt'
}

/** Each message with the language of the conversation, for channels that have words of their own around it. */
const inLanguage = ({ lang, langBy }: Session, effects: readonly Effect[]): readonly Effect[] => {
  if (langBy === 'default') return effects
  const language = { lang, by: langBy }
  return effects.map((effect) =>
    effect.kind === 'send' ? { ...effect, message: { ...effect.message, language } } : effect,
  )
}

/** Each message in parts that the channel can carry, so that one line of the outbox is one call. */
const fitted = (deps: Deps, chat: ConversationId, effects: readonly Effect[]): readonly Effect[] => {
  const channel = deps.channels.get(partsOfConversation(chat).channel)
  if (channel === undefined) return effects
  return effects.flatMap((effect): readonly Effect[] => {
    if (effect.kind !== 'send') return [effect]
    const parts = splitMessage(effect.message, channel.limits)
    return parts.map((message, index) => ({ ...effect, message, thread: index === 0 ? effect.thread : null }))
  })
}
