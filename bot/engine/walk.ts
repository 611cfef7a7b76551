import { formatDay } from '../../locales/format.ts'
import type { Node } from '../flow.ts'
import { choiceId, entryId, unitId } from '../ids.ts'
import type { Choice, InboundMessage } from '../message.ts'
import { never } from '../result.ts'
import type { Answers } from '../rule.ts'
import { dayOf } from '../time.ts'
import { sayAnswer } from './answer.ts'
import { menu, recordNotice } from './menu.ts'
import { handOff, moveTo } from './ticket.ts'
import { change, menuChoice, personChoice, say, type Turn, words } from './turn.ts'

/** A flow that circles without asking anything is a bug that `check` finds; this keeps it from hanging. */
const MOST_STEPS = 50
/** So often a question is put again before the person is offered another way. */
const MOST_TRIES = 2

const nodeOf = (turn: Turn, flow: string, node: string): Node | undefined => turn.world.flows[flow]?.nodes[node]

/** Begins a flow. */
export const start = (turn: Turn, flow: string): void => {
  const begin = turn.world.flows[flow]?.start
  if (begin === undefined) return vanished(turn)
  enter(turn, flow, begin, {})
}

/** What a release removed: one apology, then the menu. */
const vanished = (turn: Turn): void => {
  change(turn, { place: { at: 'idle' } })
  say(turn, 'menu.vanished')
  menu(turn)
}

/** The choices that a node offers. */
export const choicesOf = (turn: Turn, flow: string, name: string, node: Node): readonly Choice[] => {
  if (node.kind === 'ask') {
    return Object.entries(node.choices).map(([choice, { label }]) => ({
      id: choiceId(`flow:${flow}:${name}:${choice}`),
      label: words(turn)(label),
    }))
  }
  if (node.kind !== 'ask-unit') return []
  return turn.world.knowledge.units.map((unit) => ({
    id: choiceId(`unit:${unit.id}`),
    label: unit.short[turn.session.lang],
  }))
}

const ask = (turn: Turn, flow: string, name: string, answers: Answers, tries: number): void => {
  const node = nodeOf(turn, flow, name)
  if (node === undefined) return vanished(turn)
  if (node.kind !== 'ask' && node.kind !== 'ask-unit' && node.kind !== 'collect') return
  change(turn, { place: { at: 'node', flow, node: name, answers: { ...answers }, tries }, offered: [] })
  say(turn, node.say, { unit: unitLabel(turn) }, choicesOf(turn, flow, name, node))
}

const unitLabel = (turn: Turn): string => {
  const { units } = turn.world.knowledge
  const unit = units.find((one) => one.id === turn.session.unit) ?? units.find((one) => one.headOffice)
  return unit?.short[turn.session.lang] ?? ''
}

/** Goes on from a node until one waits for the person, or the flow ends. */
export const enter = (turn: Turn, flow: string, name: string, answers: Answers): void => {
  let at = name
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const node = nodeOf(turn, flow, at)
    if (node === undefined) return vanished(turn)
    switch (node.kind) {
      case 'ask':
      case 'ask-unit':
      case 'collect':
        return ask(turn, flow, at, answers, 0)
      case 'branch':
        at = node.cases.find((one) => one.when.holds(answers, turn.session))?.go ?? node.otherwise
        break
      case 'answer':
        // The flow asks on by itself, so the answer comes without choices of its own.
        sayAnswer(turn, entryId(node.entry), { bare: true })
        at = node.go
        break
      case 'act': {
        const next = act(turn, node.act, node.go)
        if (next === null) return
        at = next
        break
      }
      case 'handoff':
        return openAt(turn)
      case 'end':
        change(turn, { place: { at: 'idle' } })
        if (node.say !== null) say(turn, node.say, {}, [menuChoice(turn), personChoice(turn)])
        return
      default:
        return never(node)
    }
  }
  throw new Error(`flow ${flow} goes in circles at ${at}`)
}

/** A flow may end in a case before the person has agreed or said where they are: the hand-off flow sees to that. */
const openAt = (turn: Turn): void => {
  const agreed = turn.session.notice?.agreedAt != null
  if (agreed && turn.session.unit !== null) return handOff(turn)
  start(turn, 'handoff')
}

const act = (turn: Turn, what: Extract<Node, { kind: 'act' }>['act'], then: string | null): string | null => {
  switch (what) {
    case 'agree': {
      if (turn.session.notice === null) recordNotice(turn)
      const { notice } = turn.session
      if (notice !== null) change(turn, { notice: { ...notice, agreedAt: turn.moment.now } })
      return then
    }
    case 'erase': {
      turn.effects.push({ kind: 'erase' })
      const date = formatDay(dayOf(turn.moment.now), turn.session.lang)
      // After the erasure and outside any thread: the one thing that still leaves.
      const text = words(turn)('erase.done', { date })
      turn.effects.push({ kind: 'send', message: { text, choices: [] }, thread: null })
      return null
    }
    default:
      return never(what)
  }
}

/** A choice of a flow was taken: at the node where the person stands, or from an older message. */
export const take = (turn: Turn, flow: string, name: string, choice: string): void => {
  const node = nodeOf(turn, flow, name)
  const option = node?.kind === 'ask' ? node.choices[choice] : undefined
  if (option === undefined) return vanished(turn)
  const { place } = turn.session
  const answers = place.at === 'node' && place.flow === flow ? place.answers : {}
  enter(turn, flow, option.go, { ...answers, [name]: choice })
}

/** A unit was chosen or recognised: remembered, and the question that asked for it goes on. */
export const takeUnit = (turn: Turn, id: string): void => {
  const unit = turn.world.knowledge.units.find((one) => one.id === id)
  if (unit === undefined) return menu(turn)
  moveTo(turn, unitId(unit.id))
  const { place } = turn.session
  const node = place.at === 'node' ? nodeOf(turn, place.flow, place.node) : undefined
  if (place.at === 'node' && node?.kind === 'ask-unit') return enter(turn, place.flow, node.go, place.answers)
  say(turn, 'unit.set', { unit: unit.short[turn.session.lang] })
}

/** What is left for the caller to do with a message at a node. */
export type AtNode = 'done' | 'question'

/**
 * A message that is no choice, at a node that waits. `question`: the node cannot use it; the caller tries it as a free
 * question and then calls `askAgain`.
 */
export const onReply = (turn: Turn, message: InboundMessage, text: string): AtNode => {
  const { place } = turn.session
  if (place.at !== 'node') return 'question'
  const node = nodeOf(turn, place.flow, place.node)
  if (node === undefined) {
    vanished(turn)
    return 'done'
  }
  if (node.kind === 'collect') {
    enter(turn, place.flow, node.go, { ...place.answers, [place.node]: message.body.kind })
    return 'done'
  }
  if (node.kind === 'ask-unit' && text !== '') {
    const unit = turn.world.knowledge.unitFor(text)
    if (unit !== null) {
      takeUnit(turn, unit)
      return 'done'
    }
  }
  return 'question'
}

/** "yes" and "no" in any language, where the node has a choice of that name. False: it has none. */
export const takeYesNo = (turn: Turn, which: 'yes' | 'no'): boolean => {
  const { place } = turn.session
  if (place.at !== 'node') return false
  const node = nodeOf(turn, place.flow, place.node)
  if (node?.kind !== 'ask' || node.choices[which] === undefined) return false
  take(turn, place.flow, place.node, which)
  return true
}

/** Puts the question of the node once more; after two tries goes another way: the head office for the unit, else a person. */
export const askAgain = (turn: Turn, counted: boolean): void => {
  const { place } = turn.session
  if (place.at !== 'node') return
  const tries = place.tries + (counted ? 1 : 0)
  if (tries < MOST_TRIES) return ask(turn, place.flow, place.node, place.answers, tries)
  const node = nodeOf(turn, place.flow, place.node)
  const headOffice = turn.world.knowledge.units.find((unit) => unit.headOffice)
  if (node?.kind === 'ask-unit' && headOffice !== undefined) return takeUnit(turn, headOffice.id)
  change(turn, { place: { at: 'idle' } })
  say(turn, 'unknown.again', {}, [personChoice(turn), menuChoice(turn)])
}

/** The question of the node in another language, after the language was changed. */
export const sayNodeAgain = (turn: Turn): boolean => {
  const { place } = turn.session
  if (place.at !== 'node') return false
  ask(turn, place.flow, place.node, place.answers, place.tries)
  return true
}
