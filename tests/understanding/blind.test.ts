import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readRows, type Scored, score } from '../../adapters/cli/evaluation.ts'
import { testWorld } from '../support/world.ts'

/** Sentences that nothing is learnt from (see blind/README.md). The levels are a little below what was measured: a guard, no aim. */
const ask = (file: string): readonly Scored[] => {
  const rows = readRows(readFileSync(new URL(`blind/${file}.jsonl`, import.meta.url), 'utf8'))
  if (!rows.ok) throw new Error(rows.error.join('\n'))
  return rows.value.map((row) => score(row, testWorld().knowledge))
}
const share = (of: readonly Scored[], test: (each: Scored) => boolean): number => of.filter(test).length / of.length

const amongThree = ({ row, understood }: Scored): boolean =>
  understood.candidates.slice(0, 3).some(({ entry }) => row.expect.includes(entry))

it('understands questions that it has not learnt', () => {
  const questions = ask('questions')
  expect(questions).toHaveLength(832)
  expect(share(questions, ({ row, understood }) => row.lang === understood.lang)).toBeGreaterThan(0.98)
  expect(share(questions, ({ right }) => right)).toBeGreaterThan(0.81)
  expect(share(questions, amongThree)).toBeGreaterThan(0.92)
  const answered = questions.filter(({ understood }) => understood.outcome === 'answer')
  expect(answered.length / questions.length).toBeGreaterThan(0.4)
  expect(share(answered, ({ right }) => right)).toBeGreaterThan(0.96)
})

it('finds the question in a long story', () => {
  const stories = ask('stories')
  expect(stories).toHaveLength(160)
  expect(share(stories, ({ right }) => right)).toBeGreaterThan(0.64)
  expect(share(stories, amongThree)).toBeGreaterThan(0.8)
  const answered = stories.filter(({ understood }) => understood.outcome === 'answer')
  expect(share(answered, ({ right }) => right)).toBeGreaterThan(0.9)
  expect(share(stories, ({ understood }) => understood.outcome === 'urgent')).toBeLessThan(0.08)
})

it('knows what it does not know', () => {
  expect(share(ask('outside'), ({ right }) => right)).toBeGreaterThan(0.9)
})

it.each([
  ['also indirectly', { file: 'danger', of: [216, 216], heard: 0.95, alarms: 0.07 }],
  [
    'in a few words too, as of a story that is sent in several messages',
    { file: 'short', of: [180, 280], heard: 0.93, alarms: 0.11 },
  ],
])('hears danger, %s, and rarely where there is none', (_, { file, of, heard, alarms }) => {
  const rows = ask(file)
  const urgent = rows.filter(({ row }) => row.kind === 'urgent')
  const harmless = rows.filter(({ row }) => row.kind === 'harmless')
  expect([urgent.length, harmless.length]).toEqual(of)
  expect(share(urgent, ({ right }) => right)).toBeGreaterThan(heard)
  expect(share(harmless, ({ right }) => !right)).toBeLessThan(alarms)
})
