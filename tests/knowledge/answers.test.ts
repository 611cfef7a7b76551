import { describe, expect, it } from 'vitest'
import { DANGERS } from '../../bot/danger.ts'
import { entryId } from '../../bot/ids.ts'
import { lengthOf } from '../../bot/text.ts'
import type { Day } from '../../bot/time.ts'
import { createAnswers } from '../../knowledge/answers.ts'
import { dayAfter, easter, holidayOn } from '../../knowledge/calendar.ts'
import { KNOWLEDGE_DIR } from '../../knowledge/load.ts'
import { readContent } from '../../knowledge/read.ts'
import { fill, numbersOf, placeholders, renderFact } from '../../knowledge/render.ts'
import { LANGS } from '../../locales/languages.ts'
import { copyOfKnowledge } from './content.ts'

const day = (text: string): Day => text as Day
const FEES = entryId('residence-fees')
const answersOf = (dir: string) => {
  const content = readContent(dir)
  expect(content.problems).toEqual([])
  return createAnswers(content.entries, content.contacts ?? [])
}

describe('facts', () => {
  it('group amounts as each language does', () => {
    const fee = { kind: 'number', value: 6400 } as const
    expect(LANGS.map((lang) => renderFact(fee, lang))).toEqual(['6\u00a0400', '6,400', '6\u00a0400', '6\u00a0400'])
    expect(renderFact({ kind: 'number', value: 90 }, 'pt')).toBe('90')
  })

  it('say dates in words, and words as they are', () => {
    const since = { kind: 'date', value: day('2025-05-15') } as const
    expect(renderFact(since, 'pt')).toBe('15 de maio de 2025')
    expect(renderFact(since, 'en')).toBe('15 May 2025')
    expect(renderFact(since, 'fr')).toBe('15 mai 2025')
    expect(renderFact({ kind: 'words', value: '336 04 14' }, 'fr')).toBe('336 04 14')
  })

  it('leave a name that is not among them, so that a check can find it', () => {
    expect(fill('{a} and {b}', { a: '1' })).toBe('1 and {b}')
    expect(placeholders('{a} {b_c} {a}')).toEqual(['a', 'b_c'])
  })
})

describe('answers', () => {
  it('name their sources, the day and who confirms', () => {
    const answer = answersOf(KNOWLEDGE_DIR).answer(FEES, 'fr', day('2026-11-25'))
    expect(answer).toMatchObject({ lang: 'fr', otherLanguage: false, overdue: false, checkedOn: '2026-11-22' })
    expect(answer?.sources.length).toBeGreaterThan(0)
    expect(answer?.confirmWith.join()).toContain('DEF')
    expect(lengthOf(answer?.text ?? '')).toBeLessThanOrEqual(600)
  })

  it('say that they are overdue from the day after the review', () => {
    const answers = answersOf(KNOWLEDGE_DIR)
    expect(answers.answer(FEES, 'pt', day('2027-02-22'))?.overdue).toBe(false)
    expect(answers.answer(FEES, 'pt', day('2027-02-23'))?.overdue).toBe(true)
  })

  it('a translation that is behind gives way to Portuguese, or else to English', () => {
    using copy = copyOfKnowledge()
    const folder = 'residence/residence-fees'
    copy.edit(`${folder}/entry.yaml`, /^version: .*$/m, 'version: 2')
    for (const lang of ['pt', 'en']) copy.edit(`${folder}/${lang}.md`, /^translates: \d+/m, 'translates: 2')
    expect(answersOf(copy.dir).answer(FEES, 'kea', day('2026-11-25'))).toMatchObject({
      lang: 'pt',
      otherLanguage: true,
    })
    expect(answersOf(copy.dir).answer(FEES, 'en', day('2026-11-25'))).toMatchObject({
      lang: 'en',
      otherLanguage: false,
    })
    copy.edit(`${folder}/pt.md`, /^translates: \d+/m, 'translates: 1')
    expect(answersOf(copy.dir).answer(FEES, 'pt', day('2026-11-25'))).toMatchObject({ lang: 'en', otherLanguage: true })
  })
})

describe('the reply to danger', () => {
  const content = readContent(KNOWLEDGE_DIR)
  const numbers = numbersOf(content.contacts ?? [])

  it.each(DANGERS)('%s: in four languages, with its number first, at most 500 characters', (kind) => {
    const reply = content.urgent.find(({ value }) => value.kind === kind)?.value.reply
    for (const lang of LANGS) {
      const text = fill(reply?.[lang] ?? '', numbers)
      expect(text).not.toContain('{')
      expect(lengthOf(text)).toBeLessThanOrEqual(500)
      expect(text).toContain(numbers.police)
      // Somebody who is detained asks for a lawyer; everybody else calls, in the first line.
      if (kind !== 'detention') expect(text.split('\n')[0]).toMatch(/\d{3}/)
    }
  })
})

describe('days', () => {
  it('a span after a day', () => {
    expect(dayAfter(day('2026-11-30'), { count: 3, unit: 'month' })).toBe('2027-02-28')
    expect(dayAfter(day('2024-02-29'), { count: 1, unit: 'year' })).toBe('2025-02-28')
    expect(dayAfter(day('2026-12-31'), { count: 2, unit: 'week' })).toBe('2027-01-14')
  })

  it('Easter', () => {
    expect([2024, 2025, 2026, 2027, 2038].map(easter)).toEqual([
      '2024-03-31',
      '2025-04-20',
      '2026-04-05',
      '2027-03-28',
      '2038-04-25',
    ])
  })

  it('fixed and movable holidays', () => {
    const { holidays } = readContent(KNOWLEDGE_DIR)
    expect(holidayOn(holidays ?? [], day('2026-07-05'), 'en')).toMatch(/Independence/)
    expect(holidayOn(holidays ?? [], day('2026-04-03'), 'en')).toMatch(/Good Friday/)
    expect(holidayOn(holidays ?? [], day('2026-11-25'), 'pt')).toBeNull()
  })
})
