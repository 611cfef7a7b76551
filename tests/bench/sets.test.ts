import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readClinc } from '../../bench/sets/clinc.ts'
import { readCorpus } from '../../bench/sets/corpus.ts'
import { readCsv } from '../../bench/sets/csv.ts'
import { readLines } from '../../bench/sets/lines.ts'
import { readSets } from '../../bench/sets/published.ts'
import { readRasa } from '../../bench/sets/rasa.ts'
import { fewerOfEach, holdBack, thinned } from '../../bench/sets/set.ts'

/* No published set is in the repository: every line here is invented. */

describe('the form of each published set', () => {
  it('CSV: cells with commas, line ends and quotes in them', () => {
    const train = 'text,category\r\nwhere is my card,card\r\n"no, I said ""blue""\nand small",colour\r\n'
    expect(readCsv([train, 'text,category\nwhich colour,colour'])).toEqual({
      ok: true,
      value: {
        lang: 'en',
        learnt: [
          { text: 'where is my card', label: 'card' },
          { text: 'no, I said "blue"\nand small', label: 'colour' },
        ],
        asked: [{ text: 'which colour', label: 'colour' }],
        outside: { learnt: [], asked: [] },
      },
    })
  })

  it('CSV: names the line that is none', () => {
    expect(readCsv(['text,category\na,b\nalone', 'text,category'])).toMatchObject({
      ok: false,
      error: expect.stringContaining('line 3'),
    })
    expect(readCsv(['what,else', 'text,category'])).toMatchObject({ ok: false })
  })

  it('one JSON file with sentences that belong to nothing', () => {
    const file = JSON.stringify({
      train: [['turn it on', 'on']],
      test: [['switch on', 'on']],
      val: [],
      oos_train: [['who won', 'oos']],
      oos_test: [['why is the sky blue', 'oos']],
      oos_val: [],
    })
    expect(readClinc([file])).toEqual({
      ok: true,
      value: {
        lang: 'en',
        learnt: [{ text: 'turn it on', label: 'on' }],
        asked: [{ text: 'switch on', label: 'on' }],
        outside: { learnt: ['who won'], asked: ['why is the sky blue'] },
      },
    })
    expect(readClinc(['{'])).toMatchObject({ ok: false })
    expect(readClinc(['{"train": 3}'])).toMatchObject({ ok: false })
  })

  it('one JSON file whose sentences say whether they are learnt', () => {
    const sentences = [
      { text: 'how do I print', intent: 'Printer', training: true, entities: [] },
      { text: 'no paper', intent: 'Printer', training: false, entities: [] },
      { text: 'good book', intent: 'None', training: true, entities: [] },
    ]
    expect(readCorpus([JSON.stringify({ name: 'invented', sentences })])).toMatchObject({
      ok: true,
      value: {
        learnt: [
          { text: 'how do I print', label: 'Printer' },
          { text: 'good book', label: 'None' },
        ],
        asked: [{ text: 'no paper', label: 'Printer' }],
      },
    })
  })

  it('sentences and labels in two files', () => {
    expect(readLines(['wake me\nstop it\n', 'alarm\nstop\n', 'at seven', 'alarm'])).toMatchObject({
      ok: true,
      value: {
        learnt: [
          { text: 'wake me', label: 'alarm' },
          { text: 'stop it', label: 'stop' },
        ],
        asked: [{ text: 'at seven', label: 'alarm' }],
      },
    })
    expect(readLines(['wake me', 'alarm', 'at seven', 'alarm', 'who won\nand why\n'])).toMatchObject({
      value: { outside: { learnt: [], asked: ['who won', 'and why'] } },
    })
    expect(readLines(['one\ntwo', 'alarm', 'a', 'b'])).toMatchObject({ ok: false })
  })

  it('questions below the name of an intent, things in them marked', () => {
    const read = readRasa('pt', { leftOut: ['oi'], outside: 'fora' })
    const file =
      '## intent:lei\n- o que é a [ruane](lei)\n- fale da lei \n\n## synonym:lei\n- ruane\n## intent: oi\n- olá\n## intent:fora\n- que horas são\n'
    expect(read([file])).toEqual({
      ok: true,
      value: {
        lang: 'pt',
        learnt: [{ text: 'fale da lei', label: 'lei' }],
        asked: [{ text: 'o que é a ruane', label: 'lei' }],
        outside: { learnt: ['que horas são'], asked: [] },
      },
    })
    expect(read(['nothing'])).toMatchObject({ ok: false })
  })
})

describe('parting and cutting', () => {
  const rows = (label: string, count: number) =>
    Array.from({ length: count }, (_, at) => ({ text: `${label} ${at}`, label }))

  it('asks a fifth of each label and never what is learnt', () => {
    const { learnt, asked } = holdBack([...rows('a', 6), ...rows('b', 1), { text: 'A 0', label: 'a' }])
    expect(asked.map(({ text }) => text.toLowerCase())).toEqual(['a 0', 'a 5'])
    expect(learnt.map(({ text }) => text)).toEqual(['a 1', 'a 2', 'a 3', 'a 4', 'b 0'])
  })

  it('cuts every label to the same, and leaves what is small enough', () => {
    const all = [...rows('a', 9), ...rows('b', 2)]
    expect(fewerOfEach(all, 20)).toBe(all)
    expect(fewerOfEach(all, 7).map(({ text }) => text)).toEqual(['a 0', 'a 1', 'a 2', 'a 3', 'a 4', 'b 0', 'b 1'])
  })

  it('thins evenly', () => {
    expect(thinned([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 5)).toEqual([0, 2, 4, 6, 8])
  })
})

describe('a folder', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'public-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }

  it('has the sets of which every file is there, however deep', () => {
    write('a/b/banking_data/train.csv', 'text,category\nwhere is it,card\n')
    write('a/b/banking_data/test.csv', 'text,category\nand where,card\n')
    write('HWU64/train_10/seq.in', 'alone')
    write('data_full.json', 'no JSON')
    expect(readSets(folder)).toMatchObject([
      { published: { name: 'BANKING77' }, set: { ok: true, value: { asked: [{ text: 'and where', label: 'card' }] } } },
      { published: { name: 'CLINC150' }, set: { ok: false } },
    ])
  })

  it('may hold none', () => {
    expect(readSets(folder)).toEqual([])
  })
})
