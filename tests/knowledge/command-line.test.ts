import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerLine } from '../../adapters/cli/ask-line.ts'
import { readRows, report, score, wilson, wrongLine } from '../../adapters/cli/evaluation.ts'
import { languageReport, readSentences } from '../../adapters/cli/language-evaluation.ts'
import { holdBack, ownReport } from '../../adapters/cli/own-questions.ts'
import { entryId } from '../../bot/ids.ts'
import type { Understanding } from '../../bot/ports/knowledge.ts'
import { KNOWLEDGE_DIR } from '../../knowledge/load.ts'
import { readContent } from '../../knowledge/read.ts'
import { understandingData } from '../../knowledge/words.ts'

/** Answers by the first word, so that the lines can be read. */
const understanding: Understanding = {
  understand: (text, { lang }) => {
    const entry = text.startsWith('fee') ? entryId('residence-fees') : null
    return {
      lang: lang ?? 'pt',
      langSure: true,
      foreign: false,
      outcome: text.startsWith('help') ? 'urgent' : entry ? 'answer' : 'unknown',
      entry,
      also: null,
      urgency: text.startsWith('help') ? 'sea' : null,
      smalltalk: null,
      felt: false,
      uneasy: false,
      said: [],
      masked: '',
      candidates: entry ? [{ entry, score: 0.9 }] : [],
    }
  },
}
const ask = (line: string): unknown => JSON.parse(answerLine(line, understanding, () => 0))

describe('ask', () => {
  it('answers with exactly the promised fields', () => {
    expect(ask('{"text": "fee?", "language": "fr"}')).toEqual({
      language: 'fr',
      outcome: 'answer',
      entry: 'residence-fees',
      urgency: null,
      candidates: [{ entry: 'residence-fees', score: 0.9 }],
      ms: 0,
    })
    expect(ask('{"text": "help"}')).toMatchObject({ language: 'pt', outcome: 'urgent', urgency: 'sea', entry: null })
  })

  it.each(['', 'not json', '[]', '42', '{"text": 1}', '{"language": "pt"}', '{"text": "a", "language": "de"}'])(
    'names what is wrong with a bad line: %s',
    (line) => {
      expect(ask(line)).toEqual({ error: expect.any(String) })
    },
  )

  it('gives one line of JSON for any line', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((text) => JSON.stringify({ text })),
        ),
        (line) => {
          const answer = answerLine(line, understanding, () => 0)
          expect(answer).not.toContain('\n')
          expect(typeof JSON.parse(answer)).toBe('object')
        },
      ),
    )
  })
})

describe('evaluate', () => {
  const row = (text: string, kind: string, expected: readonly string[] = []) =>
    JSON.stringify({ text, lang: 'pt', expect: expected, kind })

  it('reads every row, or names every line that is wrong', () => {
    const good = readRows(`${row('fee', 'question', ['residence-fees'])}\n\n${row('x', 'out-of-scope')}\n`)
    expect(good.ok && good.value.length).toBe(2)
    const bad = readRows(`{"text": 1}\n${row('x', 'question')}\nnope`)
    expect(bad.ok ? [] : bad.error.map((message) => message.slice(0, 6))).toEqual(['line 1', 'line 3'])
    expect(readRows('\n').ok).toBe(false)
  })

  it('counts what was right, with an interval', () => {
    const rows = readRows(
      [
        row('fee', 'question', ['residence-fees']),
        row('other', 'question', ['residence-fees']),
        row('help', 'urgent'),
      ].join('\n'),
    )
    if (!rows.ok) throw new Error('rows')
    const text = report(rows.value.map((each) => score(each, understanding)))
    expect(text).toContain('top 1 50 % (1/2; 9-91)')
    expect(text).toContain('urgent found 100 % (1/1; 21-100)')
    expect(text).toContain('of these wrong 0 % (0/1; 0-79)')
  })

  it('reads sentences of danger and harmless ones with the same words, and counts alarms', () => {
    const danger = (text: string, kind: string | null) => JSON.stringify({ text, lang: 'pt', danger: kind })
    const rows = readRows(
      [
        danger('help we drift', 'sea'),
        danger('help a fire', 'fire-disaster'),
        danger('help wanted', null),
        danger('fee', null),
      ].join('\n'),
    )
    if (!rows.ok) throw new Error('rows')
    const scored = rows.value.map((each) => score(each, understanding))
    expect(scored.map(({ right }) => right)).toEqual([true, true, false, true])
    const text = report(scored)
    expect(text).toContain('urgent found 100 % (2/2; 34-100)')
    expect(text).toContain('of the right kind 50 % (1/2; 9-91)')
    expect(text).toContain('harmless words that alarm 50 % (1/2; 9-91)')
    expect(scored.map(wrongLine)[2]).toBe('pt harmless wanted - got urgent sea: help wanted')
    expect(readRows(danger('x', 'boredom')).ok).toBe(false)
  })

  it('counts how often the language of a sentence is recognised, and of its first three words', () => {
    const sentences = readSentences('pt\tuma frase inteira aqui\r\n\npt\tsabe onde fica\nother\tuna frase entera\n')
    if (!sentences.ok) throw new Error('sentences')
    const text = languageReport(sentences.value, (said) => ({
      lang: 'pt',
      spoken: !said.startsWith('una') && said !== 'uma frase inteira',
      sure: 1,
      evidence: 3,
    }))
    expect(text.split('\n')).toEqual([
      'pt: whole sentences 100.0 % (2/2; 34.2-100.0); first three words 50.0 % (1/2; 9.5-90.5)',
      'other: whole sentences 100.0 % (1/1; 20.7-100.0); first three words 100.0 % (1/1; 20.7-100.0)',
    ])
    const bad = readSentences('pt sem tab\npt\tcom tab\nxx\tno such language\npt\t ')
    expect(bad.ok ? [] : bad.error.map((message) => message.slice(0, 6))).toEqual(['line 1', 'line 3', 'line 4'])
    expect(readSentences('\n').ok).toBe(false)
  })

  it('asks the questions of the knowledge of a bot that has not learnt them, and names what another entry wins', () => {
    const content = readContent(KNOWLEDGE_DIR)
    const data = understandingData(content)
    const known = holdBack(data, 0)
    expect(known.asked.length).toBeGreaterThan(200)
    const questions = new Set(known.known.entries.flatMap((entry) => entry.words.pt?.questions ?? []))
    for (const { lang, text } of known.asked) if (lang === 'pt') expect(questions.has(text)).toBe(false)
    const held = [
      {
        text: 'a',
        lang: 'pt' as const,
        entry: 'one',
        ranked: [
          { entry: 'two', score: 0.9 },
          { entry: 'one', score: 0.1 },
        ],
      },
      { text: 'b', lang: 'en' as const, entry: 'one', ranked: [{ entry: 'one', score: 0.9 }] },
    ]
    const words = ownReport(held)
    expect(words).toContain('own questions: first 50.0 % (1/2; 9.5-90.5); among three 100.0 %')
    expect(words).toContain('1x one taken for two')
    expect(words).toContain('one/pt.md -> two: a')
  })

  it('the interval of Wilson', () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 })
    expect(wilson(8, 10).low).toBeCloseTo(0.49, 2)
    expect(wilson(8, 10).high).toBeCloseTo(0.943, 3)
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (a, b) => {
        const hits = Math.min(a, b)
        const of = Math.max(a, b)
        const { low, high } = wilson(hits, of)
        if (of > 0) expect(low <= hits / of && hits / of <= high && low >= 0 && high <= 1).toBe(true)
      }),
    )
  })
})
