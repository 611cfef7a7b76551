import { describe, expect, test } from 'vitest'
import type { Flow, Node } from '../../bot/flow.ts'
import { rule } from '../../bot/rule.ts'
import { checkFlows, inWords } from '../../flows/check.ts'
import { flows } from '../../flows/index.ts'
import { KNOWLEDGE_DIR } from '../../knowledge/load.ts'
import { readContent } from '../../knowledge/read.ts'
import type { Key } from '../../locales/translate.ts'

const problemsOf = (nodes: Flow['nodes'], start = 'a', entries: ReadonlySet<string> | null = null): readonly string[] =>
  checkFlows({ sample: { id: 'sample', start, nodes } }, { entries }).map(inWords)

const end: Node = { kind: 'end', say: null }
const answer = (go: string): Node => ({ kind: 'answer', entry: 'privacy', go })
const ask = (choices: Readonly<Record<string, readonly [label: Key, go: string]>>): Node => ({
  kind: 'ask',
  say: 'menu.title',
  choices: Object.fromEntries(Object.entries(choices).map(([name, [label, go]]) => [name, { label, go }])),
})
/** A name of words that the compiler would not let through, as after a careless edit of a JSON file. */
const missing = 'papers.gone' as Key

describe('the real flows', () => {
  test('are in order, with the entries that exist', () => {
    const entries = new Set(readContent(KNOWLEDGE_DIR).entries.map(({ head }) => head.id))
    expect(checkFlows(flows, { entries }).map(inWords)).toEqual([])
  })

  test('are those that the engine starts by itself', () => {
    expect(Object.keys(flows)).toEqual(expect.arrayContaining(['handoff', 'erase', 'papers']))
  })
})

describe('a flow that is right has no problems', () => {
  test('with a circle that asks, a branch, and each kind of end', () => {
    const isNew = rule('is new', () => true)
    const nodes: Flow['nodes'] = {
      a: { kind: 'branch', cases: [{ when: isNew, go: 'b' }], otherwise: 'c' },
      b: ask({ yes: ['common.yes', 'd'], no: ['common.no', 'e'] }),
      c: { kind: 'ask-unit', say: 'handoff.agree', go: 'b' },
      d: answer('b'),
      e: { kind: 'collect', say: 'handoff.story', go: 'f' },
      f: ask({ yes: ['common.yes', 'g'], no: ['common.no', 'h'], more: ['choice.more', 'i'] }),
      g: { kind: 'act', act: 'erase', go: null },
      h: { kind: 'handoff' },
      i: { kind: 'end', say: 'papers.end' },
    }
    expect(problemsOf(nodes, 'a', new Set(['privacy']))).toEqual([])
  })
})

describe('a broken flow is named in words', () => {
  test('one without nodes', () => expect(problemsOf({})).toEqual(['sample: has no nodes']))

  test('one whose start does not exist', () =>
    expect(problemsOf({ a: end }, 'b')).toEqual(['sample: begins at "b", which does not exist']))

  test('one that is listed under another name', () =>
    expect(
      checkFlows({ other: { id: 'sample', start: 'a', nodes: { a: end } } }, { entries: null }).map(inWords),
    ).toEqual(['other: is listed as "other" but calls itself "sample"']))

  test('a target that does not exist', () =>
    expect(problemsOf({ a: ask({ yes: ['common.yes', 'gone'], no: ['common.no', 'b'] }), b: end })).toEqual([
      'sample, a: leads to "gone", which does not exist',
    ]))

  test('a node that nothing leads to', () =>
    expect(problemsOf({ a: end, b: answer('a') })).toEqual([
      'sample, b: cannot be reached: no node leads here from the start',
    ]))

  test('questions that lead only to each other', () =>
    expect(
      problemsOf({
        a: ask({ yes: ['common.yes', 'b'], no: ['common.no', 'c'] }),
        b: ask({ no: ['common.no', 'b'] }),
        c: end,
      }),
    ).toEqual(['sample, b: is a dead end: no way leads from here to an end or a person']))

  test('a circle that asks nothing, though there is a way out of it', () =>
    expect(
      problemsOf({
        a: answer('b'),
        b: { kind: 'branch', cases: [{ when: rule('is late', () => false), go: 'c' }], otherwise: 'a' },
        c: end,
      }),
    ).toEqual([
      'sample, a: goes in a circle that asks nothing: a, b, a',
      'sample, b: goes in a circle that asks nothing: b, a, b',
    ]))

  test('an entry that does not exist, where it is known which do', () => {
    const nodes = { a: answer('b'), b: end }
    expect(problemsOf(nodes, 'a', new Set())).toEqual(['sample, a: says the entry "privacy", which does not exist'])
    expect(problemsOf(nodes, 'a', null)).toEqual([])
  })

  test('a question without choices', () =>
    expect(problemsOf({ a: ask({}) })).toEqual([
      'sample, a: is a dead end: no way leads from here to an end or a person',
      'sample, a: asks, but offers no choices',
    ]))

  test('eleven choices', () => {
    const labels: readonly Key[] = [
      'common.yes',
      'common.no',
      'choice.menu',
      'choice.more',
      'choice.language',
      'choice.privacy',
      'choice.repeat',
      'choice.start',
      'papers.origin.ecowas',
      'papers.origin.cplp',
      'papers.origin.both',
    ]
    const offering = (count: number) =>
      ask(Object.fromEntries(labels.slice(0, count).map((label, index) => [`c${index}`, [label, 'b'] as const])))
    expect(problemsOf({ a: offering(11), b: end })).toEqual(['sample, a: offers 11 choices; at most 10 can be shown'])
    expect(problemsOf({ a: offering(10), b: end })).toEqual([])
  })

  test('a label that fits a list but not a button', () => {
    // 24 letters in English.
    const long = ['urgent.kind.sea', 'b'] as const
    const few = problemsOf({ a: ask({ x: long, yes: ['common.yes', 'b'], no: ['common.no', 'b'] }), b: end })
    expect(few).toContain('sample, a: the label "urgent.kind.sea" has 24 letters; at most 20 fit here (en)')
    const many = problemsOf({
      a: ask({ x: long, yes: ['common.yes', 'b'], no: ['common.no', 'b'], more: ['choice.more', 'b'] }),
      b: end,
    })
    expect(many).toEqual([])
  })

  test('a label that fits nothing', () => {
    const short = { yes: ['common.yes', 'b'], no: ['common.no', 'b'], more: ['choice.more', 'b'] } as const
    const problems = problemsOf({ a: ask({ x: ['papers.end', 'b'], ...short }), b: end })
    expect(problems).toHaveLength(4)
    expect(problems[0]).toMatch(/^sample, a: the label "papers\.end" has \d+ letters; at most 24 fit here \(pt\)$/)
  })

  test('two choices with the same label', () =>
    expect(problemsOf({ a: ask({ yes: ['common.yes', 'b'], sure: ['common.yes', 'b'] }), b: end })).toContain(
      'sample, a: has two choices "yes" (en)',
    ))

  test('words that are missing', () => {
    expect(problemsOf({ a: { kind: 'end', say: missing } })).toEqual(
      ['pt', 'en', 'fr', 'kea'].map((lang) => `sample, a: has no words "papers.gone" in ${lang}`),
    )
    expect(problemsOf({ a: ask({ x: [missing, 'b'] }), b: end })).toContain(
      'sample, a: has no words "papers.gone" (fr)',
    )
  })

  test('words with a place that nobody fills in', () => {
    expect(problemsOf({ a: { kind: 'end', say: 'case.withdrawn' } })).toContain(
      'sample, a: says "case.withdrawn", whose {code} nobody fills in (en)',
    )
    expect(problemsOf({ a: ask({ x: ['menu.topic', 'b'] }), b: end })).toContain(
      'sample, a: the label "menu.topic" has a place that nobody fills in (en)',
    )
  })

  test('names that the id of a choice cannot carry', () => {
    expect(problemsOf({ a: ask({ 'b:c': ['common.yes', 'b'] }), b: end })).toEqual([
      'sample, a: the choice "flow:sample:a:b:c": names of flows, nodes and choices have no colon',
    ])
    const long = 'x'.repeat(60)
    expect(problemsOf({ a: ask({ [long]: ['common.yes', 'b'] }), b: end })).toEqual([
      `sample, a: the choice "flow:sample:a:${long}" is longer than 64 bytes: shorten its names`,
    ])
  })
})
