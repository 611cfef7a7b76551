import { type Flow, type Flows, type Node, targetsOf } from '../bot/flow.ts'
import { lengthOf } from '../bot/text.ts'
import { LANGS } from '../locales/languages.ts'
import { wordsOf } from '../locales/translate.ts'
import { ending, nextOf, reachableFrom, silentCircle } from './graph.ts'

/** Something wrong with a flow. `node` is null where it is about the flow as a whole. */
export type FlowProblem = { readonly flow: string; readonly node: string | null; readonly message: string }

/** `papers, origin: the label ...` */
export const inWords = ({ flow, node, message }: FlowProblem): string =>
  `${flow}${node === null ? '' : `, ${node}`}: ${message}`

/** More do not fit the lists of WhatsApp, nor a small screen. */
const MOST_CHOICES = 10
/** Graphemes of a label: a row of a list, and a button where a question has few choices. */
const LONGEST_ROW = 24
const LONGEST_BUTTON = 20
const BUTTONS = 3
/** Bytes of the id that stands behind a choice: Telegram takes no more. */
const LONGEST_ID = 64
/** What the engine can fill in, by the kind of node. */
const FILLED: Readonly<Partial<Record<Node['kind'], readonly string[]>>> = {
  ask: ['unit'],
  'ask-unit': ['unit'],
  collect: ['unit'],
}

/**
 * What is wrong with the flows: nodes that nothing leads to or that do not exist, dead ends, circles that never wait for the
 * person, entries that are not known (`entries: null` leaves that out), questions with no choices or too many, labels that
 * are too long or twice the same, words that are missing or that nobody fills in. Pure; an empty list means that all is well.
 *
 * A human being is always reachable, and no flow has to see to it: commands work at every node, after two answers that are
 * not understood the engine offers a person, and it puts "menu" and "person" below the words of every `end`.
 */
export const checkFlows = (
  flows: Flows,
  known: { readonly entries: ReadonlySet<string> | null },
): readonly FlowProblem[] =>
  Object.entries(flows).flatMap(([key, flow]) => {
    const problem = (node: string | null, message: string): FlowProblem => ({ flow: key, node, message })
    if (Object.keys(flow.nodes).length === 0) return [problem(null, 'has no nodes')]
    return [
      ...(flow.id === key ? [] : [problem(null, `is listed as "${key}" but calls itself "${flow.id}"`)]),
      ...shapeProblems(flow).map(([node, message]) => problem(node, message)),
      ...Object.entries(flow.nodes).flatMap(([name, node]) =>
        [...entryProblems(node, known.entries), ...wordProblems(node), ...choiceProblems(flow, name, node)].map(
          (message) => problem(name, message),
        ),
      ),
    ]
  })

type At = readonly [node: string | null, message: string]

const shapeProblems = (flow: Flow): readonly At[] => {
  if (flow.nodes[flow.start] === undefined) return [[null, `begins at "${flow.start}", which does not exist`]]
  const reached = reachableFrom([flow.start], (name) => nextOf(flow, name))
  const ended = ending(flow)
  return Object.entries(flow.nodes).flatMap(([name, node]): readonly At[] => {
    const missing = targetsOf(node).filter((to) => flow.nodes[to] === undefined)
    const circle = silentCircle(flow, name)
    return [
      ...missing.map((to): At => [name, `leads to "${to}", which does not exist`]),
      ...(reached.has(name) ? [] : [[name, 'cannot be reached: no node leads here from the start'] as const]),
      ...(ended.has(name) ? [] : [[name, 'is a dead end: no way leads from here to an end or a person'] as const]),
      ...(circle === null
        ? []
        : [[name, `goes in a circle that asks nothing: ${[...circle, name].join(', ')}`] as const]),
    ]
  })
}

const entryProblems = (node: Node, entries: ReadonlySet<string> | null): readonly string[] =>
  node.kind === 'answer' && entries !== null && !entries.has(node.entry)
    ? [`says the entry "${node.entry}", which does not exist`]
    : []

const wordProblems = (node: Node): readonly string[] => {
  if (!('say' in node) || node.say === null) return []
  const key = node.say
  return LANGS.flatMap((lang) => {
    const text = wordsOf(lang)[key] ?? ''
    if (text.trim() === '') return [`has no words "${key}" in ${lang}`]
    const holes = [...text.matchAll(/\{(\w+)\}/g)].map(([, hole = '']) => hole)
    return holes
      .filter((hole) => !FILLED[node.kind]?.includes(hole))
      .map((hole) => `says "${key}", whose {${hole}} nobody fills in (${lang})`)
  })
}

const choiceProblems = (flow: Flow, name: string, node: Node): readonly string[] => {
  if (node.kind !== 'ask') return []
  const choices = Object.entries(node.choices)
  const longest = choices.length <= BUTTONS ? LONGEST_BUTTON : LONGEST_ROW
  if (choices.length === 0) return ['asks, but offers no choices']
  return [
    ...(choices.length <= MOST_CHOICES
      ? []
      : [`offers ${choices.length} choices; at most ${MOST_CHOICES} can be shown`]),
    ...choices.flatMap(([choice]) => idProblems(`flow:${flow.id}:${name}:${choice}`)),
    ...LANGS.flatMap((lang) => {
      const labels = choices.map(([, { label }]) => ({ key: label, text: wordsOf(lang)[label] ?? '' }))
      return [
        ...labels.flatMap(({ key, text }) =>
          labelProblems(key, text, longest).map((message) => `${message} (${lang})`),
        ),
        ...twice(labels.map(({ text }) => text.toLowerCase())).map((text) => `has two choices "${text}" (${lang})`),
      ]
    }),
  ]
}

const idProblems = (id: string): readonly string[] => [
  // The engine takes the id apart at its colons.
  ...(id.split(':').length === 4 ? [] : [`the choice "${id}": names of flows, nodes and choices have no colon`]),
  ...(new TextEncoder().encode(id).length <= LONGEST_ID
    ? []
    : [`the choice "${id}" is longer than ${LONGEST_ID} bytes: shorten its names`]),
]

const labelProblems = (key: string, text: string, longest: number): readonly string[] => {
  if (text.trim() === '') return [`has no words "${key}"`]
  if (text.includes('{')) return [`the label "${key}" has a place that nobody fills in`]
  const length = lengthOf(text)
  return length <= longest ? [] : [`the label "${key}" has ${length} letters; at most ${longest} fit here`]
}

const twice = (all: readonly string[]): readonly string[] => [
  ...new Set(all.filter((one, index) => one !== '' && all.indexOf(one) !== index)),
]
