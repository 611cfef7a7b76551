import { describe, expect, test } from 'vitest'
import type { Flow } from '../../bot/flow.ts'
import { rule } from '../../bot/rule.ts'
import { mermaid } from '../../flows/diagram.ts'
import { flows } from '../../flows/index.ts'
import { LANGS } from '../../locales/languages.ts'
import { translator } from '../../locales/translate.ts'

/** The declared boxes of a diagram: number to first line of the words in it. */
const boxes = (diagram: string): readonly string[] =>
  [...diagram.matchAll(/^ {2}n\d+[[\](){}>/]+"([^"]*?)(?:<br\/>[^"]*)?"/gm)].map(([, name = '']) => name)
const arrows = (diagram: string): readonly string[] => diagram.split('\n').filter((line) => line.includes('-->'))

describe.each(Object.values(flows))('the diagram of $id', (flow) => {
  test.each(LANGS)('shows every node and every way, in %s', (lang) => {
    const diagram = mermaid(flow, translator(lang))
    expect(boxes(diagram)).toEqual(Object.keys(flow.nodes))
    const ways = Object.values(flow.nodes).flatMap((node) => {
      if (node.kind === 'ask') return Object.keys(node.choices)
      if (node.kind === 'branch') return [...node.cases, 'otherwise']
      return 'go' in node && node.go !== null ? [node.go] : []
    })
    // One more leads to the start.
    expect(arrows(diagram)).toHaveLength(ways.length + 1)
    expect(diagram).not.toContain('undefined')
  })
})

describe('a diagram', () => {
  const say = (): string => 'Say "no" <b>#1</b>\n& `end`'

  test('shows each kind of node in its own shape, and the rules by their names', () => {
    const flow: Flow = {
      id: 'sample',
      start: 'a',
      nodes: {
        a: { kind: 'branch', cases: [{ when: rule('is new', () => true), go: 'b' }], otherwise: 'c' },
        b: { kind: 'ask-unit', say: 'handoff.where', go: 'c' },
        c: { kind: 'answer', entry: 'privacy', go: 'd' },
        d: { kind: 'act', act: 'agree', go: 'e' },
        e: { kind: 'ask', say: 'erase.confirm', choices: { yes: { label: 'common.yes', go: 'f' } } },
        f: { kind: 'collect', say: 'handoff.story', go: 'g' },
        g: { kind: 'handoff' },
        end: { kind: 'end', say: 'papers.end' },
      },
    }
    expect(mermaid(flow, (key) => key)).toBe(
      [
        'flowchart TD',
        '  begin((" ")) --> n0',
        '  n0{"a"}',
        '  n1[/"b<br/>handoff.where"/]',
        '  n2>"c<br/>privacy"]',
        '  n3[["d<br/>agree"]]',
        '  n4["e<br/>erase.confirm"]',
        '  n5[/"f<br/>handoff.story"/]',
        '  n6(("g<br/>a person"))',
        '  n7(["end<br/>papers.end"])',
        '  n0 -->|"is new"| n1',
        '  n0 -->|"otherwise"| n2',
        '  n1 --> n2',
        '  n2 --> n3',
        '  n3 --> n4',
        '  n4 -->|"common.yes"| n5',
        '  n5 --> n6',
        '',
      ].join('\n'),
    )
  })

  test('writes what Mermaid would read as its own as codes', () => {
    const diagram = mermaid({ id: 'sample', start: 'a', nodes: { a: { kind: 'end', say: 'papers.end' } } }, say)
    expect(diagram).toContain('n0(["a<br/>Say #34;no#34; #60;b#62;#35;1#60;/b#62;<br/>#38; #96;end#96;"])')
  })
})
