import { Hono } from 'hono'
import type { z } from 'zod'
import { createKeyed } from '../../bot/app/keyed.ts'
import type { EntryId } from '../../bot/ids.ts'
import type { ExampleRefusal } from '../../bot/ports/examples.ts'
import type { KeptQuestion } from '../../bot/ports/store.ts'
import { LANGS, type Lang } from '../../locales/languages.ts'
import { may } from './access.ts'
import { writeAdded } from './access-log.ts'
import {
  addRequest,
  type Entry,
  type entryList,
  type Question,
  type questionList,
  questionQuery,
} from './contract-questions.ts'
import type { Core } from './core.ts'
import { refuse } from './failure.ts'
import { readBody, readQuery } from './input.ts'
import type { Env } from './signed-in.ts'

const ALL = Number.MAX_SAFE_INTEGER
/** Of what is not in order in the knowledge, enough to begin with. */
const MOST_PROBLEMS = 5

const refusal = (why: ExampleRefusal): Response =>
  refuse({
    kind: 'example',
    why: why.kind,
    entry: why.kind === 'elsewhere' ? why.entry : null,
    detail: why.kind === 'not-in-order' ? why.problems.slice(0, MOST_PROBLEMS) : [],
  })

/** How people asked, for administrators and leads to review. Nothing is learnt but what they add. */
export const questionRoutes = (core: Core): Hono<Env> => {
  const { store, examples = null, db, clock, ids, log } = core
  // Two people who open the same question: one of them is told that it is not there any more.
  const inOrder = createKeyed()

  const find = async (id: string): Promise<KeptQuestion | undefined> =>
    (await store.questions(ALL)).find((question) => question.id === id)

  const likeliest = ({ text, lang, entry }: KeptQuestion): EntryId[] => {
    const { candidates } = core.knowledge().understand(text, { lang, chosen: true, topic: null })
    return candidates.flatMap((candidate) => (candidate.entry === entry ? [] : [candidate.entry]))
  }
  const questionView = ({ id, how, lang, text, times, lastDay, entry }: KeptQuestion, likely: EntryId[]): Question => ({
    id,
    how,
    lang,
    words: text,
    times,
    lastDay,
    entry,
    likely,
  })
  const isEntry = (id: EntryId): boolean => core.knowledge().topics.some(({ entries }) => entries.includes(id))

  const app = new Hono<Env>()
  for (const path of ['/questions', '/questions/*']) {
    app.use(path, async (c, next) =>
      may(c.var.me.staff, { kind: 'review-questions' }) ? next() : refuse({ kind: 'forbidden' }),
    )
  }
  return app
    .get('/questions', async (c) => {
      const read = readQuery(c, questionQuery)
      if (!read.ok) return read.error
      const { lang, how, most } = read.value
      const spoken = (await store.questions(ALL)).filter((question) => lang === undefined || question.lang === lang)
      const count = (of: KeptQuestion['how']): number => spoken.filter((question) => question.how === of).length
      const wanted = spoken.filter((question) => how === undefined || question.how === how).slice(0, most)
      const answer: z.input<typeof questionList> = {
        questions: wanted.map((question) => questionView(question, likeliest(question))),
        counts: { all: spoken.length, useful: count('useful'), chosen: count('chosen'), unknown: count('unknown') },
        writable: examples !== null && (await examples.writable()),
      }
      return c.json(answer)
    })
    .get('/questions/entries', (c) => {
      const { topics, title } = core.knowledge()
      const titles = (id: EntryId): Entry['title'] =>
        Object.fromEntries(LANGS.map((lang) => [lang, title(id, lang) ?? id])) as Record<Lang, string>
      const answer: z.output<typeof entryList> = {
        entries: topics.flatMap(({ id: topic, entries }) => entries.map((id) => ({ id, topic, title: titles(id) }))),
      }
      return c.json(answer)
    })
    .post('/questions/:id/add', async (c) => {
      const read = await readBody(c, addRequest)
      if (!read.ok) return read.error
      const { entry, lang } = read.value
      const by = c.var.me.staff.id
      const id = c.req.param('id')
      return inOrder(id, async () => {
        if ((await find(id)) === undefined) return refuse({ kind: 'not-found' })
        if (!isEntry(entry)) return refuse({ kind: 'invalid', fields: ['entry'] })
        if (examples === null) return refusal({ kind: 'not-writable' })
        const added = await examples.add(read.value)
        log.info({ by, entry, lang, result: added.ok ? 'added' : added.error.kind }, 'a question was reviewed')
        if (!added.ok) return refusal(added.error)
        await writeAdded(db, clock, ids, { staff: by, about: `${entry} ${lang}` })
        await store.dropQuestion(id)
        return c.json({ ok: true })
      })
    })
    .post('/questions/:id/drop', async (c) => {
      const id = c.req.param('id')
      return inOrder(id, async () => {
        if (!(await store.dropQuestion(id))) return refuse({ kind: 'not-found' })
        log.info({ by: c.var.me.staff.id, result: 'dropped' }, 'a question was reviewed')
        return c.json({ ok: true })
      })
    })
}
