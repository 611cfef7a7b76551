import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createExamples } from '../../adapters/examples.ts'
import type { Asked } from '../../bot/effect.ts'
import { conversationId, entryId } from '../../bot/ids.ts'
import type { Examples } from '../../bot/ports/examples.ts'
import { newSession } from '../../bot/session.ts'
import type { Lang } from '../../locales/languages.ts'
import { startInbox } from '../inbox/support.ts'
import { copyOfKnowledge } from '../knowledge/content.ts'
import { testWorld } from './world.ts'

type Extra = { readonly dist?: string }

/**
 * The inbox with the real knowledge, and a copy of its folder that is written in the way of the running program. `instead`: what takes
 * the place of that way until it is null again.
 */
export const startQuestions = async (extra: Extra = {}) => {
  const knowledge = copyOfKnowledge()
  const real = createExamples(knowledge.dir)
  let instead: Examples | null = null
  const examples: Examples = {
    writable: () => (instead ?? real).writable(),
    add: (example) => (instead ?? real).add(example),
  }
  const options = { requireTwoFactor: [], knowledge: () => testWorld().knowledge, examples, ...extra }
  const inbox = await startInbox(options)
  let people = 0

  return {
    ...inbox,
    knowledge,
    instead: (other: Examples | null): void => {
      instead = other
    },
    /** Somebody asks so, as often as told, and it is kept as the engine keeps it. */
    asked: async (asked: Partial<Asked> & { readonly text: string }, times = 1): Promise<string> => {
      const whole: Asked = { how: 'useful', lang: 'pt', entry: entryId('residence-fees'), ...asked }
      for (let time = 0; time < times; time += 1) {
        people += 1
        const now = inbox.clock.now()
        await inbox.store.commit({
          conversation: conversationId('web', `asker-${people}`),
          version: 0,
          session: newSession(whole.lang, now),
          seen: null,
          fired: null,
          effects: [{ kind: 'learn', asked: whole }],
          now,
        })
      }
      const kept = (await inbox.store.questions(999)).find(({ text }) => text === asked.text)
      if (kept === undefined) throw new Error(`not kept: ${asked.text}`)
      return kept.id
    },
    /** The file of an entry as it is now. */
    file: (entry: string, lang: Lang): string => readFileSync(join(knowledge.dir, `${entry}/${lang}.md`), 'utf8'),
    stop: async (): Promise<void> => {
      await inbox.stop()
      knowledge[Symbol.dispose]()
    },
  }
}
export type QuestionsInbox = Awaited<ReturnType<typeof startQuestions>>
