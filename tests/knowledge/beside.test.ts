import { isDeepStrictEqual } from 'node:util'
import { expect, it } from 'vitest'
import type { UnderstandingData } from '../../bot/understanding/data.ts'
import { inTurn } from '../../bot/understanding/jobs.ts'
import { learn } from '../../bot/understanding/learn.ts'
import { withBeside } from '../../knowledge/beside.ts'
import { KNOWLEDGE_DIR } from '../../knowledge/load.ts'
import { readContent } from '../../knowledge/read.ts'
import { understandingData } from '../../knowledge/words.ts'

const whole = understandingData(readContent(KNOWLEDGE_DIR))
const part: UnderstandingData = {
  ...whole,
  entries: whole.entries.slice(0, 8),
  languages: whole.languages.map((sample) => ({ ...sample, texts: sample.texts.slice(0, 300) })),
  dangers: { ...whole.dangers, examples: whole.dangers.examples.filter((_, at) => at % 20 === 0) },
}

it('learns the same beside the rest as one after the other', () => {
  const one = learn(part)
  expect(one.alarm?.threshold).toBeGreaterThan(0)
  const other = withBeside((beside) => learn(part, beside))
  // Of a million numbers Vitest's own comparison takes long.
  expect(isDeepStrictEqual(other, one)).toBe(true)
})

it('gives each job its own answer, in whatever order they are waited for', () => {
  const [some, others] = [part.entries.slice(0, 3), part.entries.slice(3)].map((entries) => ({
    languages: [],
    entries,
  }))
  if (!some || !others) throw new Error('inputs')
  withBeside((beside) => {
    const first = beside('words', some)
    const second = beside('words', others)
    expect(second()).toEqual(inTurn('words', others)())
    expect(first()).toEqual(inTurn('words', some)())
  })
  expect(inTurn('words', some)()).not.toEqual(inTurn('words', others)())
})

it('does here what fails there, so that the reason is seen, and goes on', () => {
  const broken = { languages: [null], entries: [] } as unknown as Parameters<typeof inTurn<'words'>>[1]
  withBeside((beside) => {
    const failing = beside('words', broken)
    const after = beside('words', { languages: [], entries: part.entries })
    expect(failing).toThrow(TypeError)
    expect(after().known).toEqual(inTurn('words', { languages: [], entries: part.entries })().known)
  })
})
