import { describe, expect, test } from 'vitest'
import type { Asked, Effect } from '../../bot/effect.ts'
import { entryId } from '../../bot/ids.ts'
import { DAY, dayOf, after as plus } from '../../bot/time.ts'
import type { Given } from './contract.ts'
import { act, NOW, person } from './support.ts'

const ANA = person('ana')
const FEES = entryId('residence-fees')
const asked = (text: string, how: Asked['how'] = 'useful', entry: Asked['entry'] = FEES): Effect => ({
  kind: 'learn',
  asked: { how, lang: 'pt', text, entry },
})
const ERASE = { kind: 'erase' } as const

export const questionContract = ({ store }: Given): void => {
  describe('questions kept for review', () => {
    test('the same question is kept once and counted, the most frequent first', async () => {
      await act(store(), ANA, [asked('onde trato disto', 'unknown', null)])
      await act(store(), ANA, [asked('quanto custa')])
      const later = plus(NOW, 2 * DAY)
      await act(store(), person('bo'), [asked('quanto custa')], { now: later })
      await act(store(), ANA, [asked('quanto custa', 'chosen')])
      const questions = await store().questions(9)
      expect(questions).toHaveLength(3)
      expect(questions[0]).toMatchObject({
        how: 'useful',
        lang: 'pt',
        text: 'quanto custa',
        entry: 'residence-fees',
        times: 2,
        lastDay: dayOf(later),
      })
      expect(questions.find((one) => one.how === 'unknown')).toMatchObject({ entry: null, times: 1 })
      expect(await store().questions(1)).toHaveLength(1)
    })

    test('one that was reviewed is gone, once', async () => {
      await act(store(), ANA, [asked('quanto custa')])
      const [question] = await store().questions(9)
      expect(await store().dropQuestion(question?.id ?? '')).toBe(true)
      expect(await store().dropQuestion(question?.id ?? '')).toBe(false)
      expect(await store().questions(9)).toEqual([])
    })

    test('after an erasure nothing more is kept; what nobody reviews for half a year is not kept either', async () => {
      await act(store(), ANA, [ERASE, asked('quanto custa')])
      expect(await store().questions(9)).toEqual([])
      await act(store(), ANA, [asked('quanto custa')])
      const before = { conversations: plus(NOW, -DAY), cases: plus(NOW, -DAY) }
      await store().forget(before, plus(NOW, 179 * DAY))
      expect(await store().questions(9)).toHaveLength(1)
      await store().forget(before, plus(NOW, 182 * DAY))
      expect(await store().questions(9)).toEqual([])
    })
  })
}
