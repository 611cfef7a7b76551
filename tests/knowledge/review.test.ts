import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addReviewed, dropReviewed, listQuestions } from '../../adapters/cli/review.ts'
import { openDatabase } from '../../adapters/database/open.ts'
import { databaseStore } from '../../adapters/database/store.ts'
import type { Asked } from '../../bot/effect.ts'
import { entryId } from '../../bot/ids.ts'
import type { Store } from '../../bot/ports/store.ts'
import { act, countingIds, person } from '../stores/support.ts'
import { copyOfKnowledge } from './content.ts'

let store: Store
let knowledge: ReturnType<typeof copyOfKnowledge>
beforeEach(async () => {
  store = databaseStore(await openDatabase('sqlite::memory:'), countingIds('question'))
  knowledge = copyOfKnowledge()
})
afterEach(async () => {
  await store.close()
  knowledge[Symbol.dispose]()
})

const keep = async (asked: Partial<Asked>): Promise<string> => {
  await act(store, person('ana'), [
    { kind: 'learn', asked: { how: 'useful', lang: 'pt', text: '', entry: entryId('residence-fees'), ...asked } },
  ])
  return (await store.questions(99)).find(({ text }) => text === asked.text)?.id.slice(-8) ?? ''
}
const fees = (): string => readFileSync(join(knowledge.dir, 'residence/residence-fees/pt.md'), 'utf8')

it('lists what there is to review', async () => {
  expect(await listQuestions(store, 9)).toBe('There are no questions to review.')
  const id = await keep({ text: 'o papel azul sai caro?' })
  expect(await listQuestions(store, 9)).toBe(`${id}  1x pt useful residence-fees: o papel azul sai caro?`)
})

it('adds a question to the examples of its entry, and takes it off the list', async () => {
  const id = await keep({ text: 'o papel azul sai caro?' })
  expect(await addReviewed(store, knowledge.dir, [id])).toEqual({
    ok: true,
    value: 'Added to residence/residence-fees/pt.md.',
  })
  expect(fees().endsWith('\n- o papel azul sai caro?\n')).toBe(true)
  expect(await store.questions(9)).toEqual([])
})

it('takes other words, and another entry', async () => {
  const id = await keep({ text: 'quanto … pelo … azul', how: 'unknown', entry: null })
  expect(await addReviewed(store, knowledge.dir, [id])).toMatchObject({
    ok: false,
    error: expect.stringContaining('name the entry'),
  })
  expect(await addReviewed(store, knowledge.dir, [id, 'residence-fees'])).toMatchObject({
    ok: false,
    error: expect.stringContaining('your own words'),
  })
  expect(await addReviewed(store, knowledge.dir, [id, 'residence-nothing', 'o azul sai por quanto'])).toMatchObject({
    ok: false,
    error: 'There is no entry residence-nothing with a file pt.md.',
  })
  expect(await addReviewed(store, knowledge.dir, [id, 'residence-fees', 'o azul sai por quanto'])).toMatchObject({
    ok: true,
  })
  expect(fees()).toContain('\n- o azul sai por quanto\n')
})

it('leaves the file as it was where the addition would not pass the check', async () => {
  const before = fees()
  const [, example = ''] = before.match(/^- (.+)$/m) ?? []
  const id = await keep({ text: example })
  expect(await addReviewed(store, knowledge.dir, [id])).toMatchObject({
    ok: false,
    error: expect.stringContaining('the same question stands in line'),
  })
  expect(fees()).toBe(before)
  expect(await store.questions(9)).toHaveLength(1)
})

it('takes one off the list, and says where there is none', async () => {
  const id = await keep({ text: 'quero ouvir uma piada' })
  expect(await dropReviewed(store, 'nothing-like-it')).toMatchObject({ ok: false })
  expect(await dropReviewed(store, id)).toEqual({ ok: true, value: 'Taken off the list.' })
  expect(await store.questions(9)).toEqual([])
})
