import type { Flow, Node } from '../bot/flow.ts'
import { never } from '../bot/result.ts'
import type { Translate } from '../locales/translate.ts'

/** Anything can stand in words: what Mermaid would read as its own is written as a code. */
const escaped = (text: string): string =>
  text.replace(/[#"&<>`]/g, (sign) => `#${sign.codePointAt(0)};`).replace(/\s*\n\s*/g, '<br/>')

type Edge = { readonly to: string; readonly label: string | null }

/** What stands in the box, in the words of one language. */
const wordsIn = (node: Node, say: Translate): string => {
  switch (node.kind) {
    case 'ask':
    case 'ask-unit':
    case 'collect':
      return say(node.say, { unit: '…' })
    case 'answer':
      return node.entry
    case 'branch':
      return ''
    case 'act':
      return node.act
    case 'handoff':
      return 'a person'
    case 'end':
      return node.say === null ? '' : say(node.say)
    default:
      return never(node)
  }
}

/** Questions are boxes, what is taken in leans, answers are pages, decisions diamonds, acts have double sides, ends are round. */
const boxOf = (node: Node, label: string): string => {
  switch (node.kind) {
    case 'ask':
      return `[${label}]`
    case 'ask-unit':
    case 'collect':
      return `[/${label}/]`
    case 'answer':
      return `>${label}]`
    case 'branch':
      return `{${label}}`
    case 'act':
      return `[[${label}]]`
    case 'handoff':
      return `((${label}))`
    case 'end':
      return `([${label}])`
    default:
      return never(node)
  }
}

const edgesOf = (node: Node, say: Translate): readonly Edge[] => {
  const plain = (to: string): readonly Edge[] => [{ to, label: null }]
  switch (node.kind) {
    case 'ask':
      return Object.values(node.choices).map(({ label, go }) => ({ to: go, label: say(label) }))
    case 'ask-unit':
    case 'collect':
    case 'answer':
      return plain(node.go)
    case 'branch':
      return [
        ...node.cases.map(({ when, go }) => ({ to: go, label: when.name })),
        { to: node.otherwise, label: 'otherwise' },
      ]
    case 'act':
      return node.go === null ? [] : plain(node.go)
    case 'handoff':
    case 'end':
      return []
    default:
      return never(node)
  }
}

/** A flow as a Mermaid flowchart, in the words of one language. Every node shows its name above its words. */
export const mermaid = (flow: Flow, say: Translate): string => {
  // Numbered, because some names ("end") mean something to Mermaid.
  const idOf = new Map(Object.keys(flow.nodes).map((name, index) => [name, `n${index}`]))
  const nodes = Object.entries(flow.nodes)
  return [
    'flowchart TD',
    `  begin((" ")) --> ${idOf.get(flow.start)}`,
    ...nodes.map(([name, node]) => {
      const label = [name, wordsIn(node, say)]
        .filter((part) => part !== '')
        .map(escaped)
        .join('<br/>')
      return `  ${idOf.get(name)}${boxOf(node, `"${label}"`)}`
    }),
    ...nodes.flatMap(([name, node]) =>
      edgesOf(node, say).map(
        ({ to, label }) => `  ${idOf.get(name)} -->${label === null ? '' : `|"${escaped(label)}"|`} ${idOf.get(to)}`,
      ),
    ),
    '',
  ].join('\n')
}
