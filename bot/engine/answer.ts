import { formatDay } from '../../locales/format.ts'
import type { Lang } from '../../locales/languages.ts'
import type { Asked } from '../effect.ts'
import { choiceId, type EntryId, entryId } from '../ids.ts'
import type { Choice } from '../message.ts'
import type { Answer, Candidate, Source } from '../ports/knowledge.ts'
import { dayOf } from '../time.ts'
import { change, count, menuChoice, offer, openCaseOf, personChoice, say, send, type Turn, words } from './turn.ts'

const RELATED_SHOWN = 2
const SUGGESTED = 3

/** The title, and the site where it stands: a whole address is three lines on a small telephone. */
const sourceName = (source: Source): string =>
  source.url === null ? source.title : `${source.title} (${new URL(source.url).hostname.replace(/^www\./, '')})`

/** The words of an answer with where they come from: no answer goes without. */
const withSource = (turn: Turn, answer: Answer, text: string): string => {
  const t = words(turn)
  const source = answer.sources[0]
  return [
    text,
    ...(answer.otherLanguage ? [t('answer.otherLanguage')] : []),
    [
      ...(source === undefined ? [] : [t('answer.source', { source: sourceName(source) })]),
      t('answer.checked', { date: formatDay(answer.checkedOn, turn.session.lang) }),
      ...(answer.confirmWith.length === 0 ? [] : [t('answer.confirm', { who: answer.confirmWith.join(', ') })]),
      ...(answer.overdue ? [t('answer.overdue')] : []),
    ].join('\n'),
  ].join('\n\n')
}

const entryChoice = (turn: Turn, id: EntryId): Choice | null => {
  const title = turn.world.knowledge.title(id, turn.session.lang)
  return title === null ? null : { id: choiceId(`entry:${id}`), label: title }
}

/** The entries that still exist, as choices with their titles. */
export const entryChoices = (turn: Turn, ids: readonly EntryId[]): readonly Choice[] =>
  ids.flatMap((id) => entryChoice(turn, id) ?? [])

const lookUp = (turn: Turn, id: EntryId): Answer | null =>
  turn.world.knowledge.answer(id, turn.session.lang, dayOf(turn.moment.now))

/** Says an entry, with more, related questions, "was this useful?" and a person. False: there is no such entry any more. */
export const sayAnswer = (turn: Turn, id: EntryId, options: { readonly bare?: true } = {}): boolean => {
  const answer = lookUp(turn, id)
  if (answer === null) return false
  const waiting = openCaseOf(turn) !== null
  const intro = waiting ? `${words(turn)('answer.meanwhile')}\n\n` : ''
  change(turn, { topic: id, about: [id], misses: 0 })
  count(turn, 'answer', id)
  send(turn, {
    text: withSource(turn, answer, intro + answer.text),
    choices: options.bare
      ? []
      : [
          ...(answer.more === null ? [] : [offer(turn, 'cmd:more', 'choice.more')]),
          ...entryChoices(turn, answer.related).slice(0, RELATED_SHOWN),
          ...(waiting ? [] : [personChoice(turn)]),
          { id: choiceId(`useful:yes:${id}`), label: words(turn)('choice.useful') },
          { id: choiceId(`useful:no:${id}`), label: words(turn)('choice.notUseful') },
        ],
  })
  return true
}

/**
 * Says an entry and, where the message asked a second question, that one's too; `bare`: without choices, for a question of ours
 * waits. False: neither exists any more.
 */
export const sayAnswers = (turn: Turn, first: EntryId, second: EntryId | null, bare: boolean): boolean => {
  const both = second !== null && lookUp(turn, second) !== null
  const said = sayAnswer(turn, first, bare || both ? { bare: true } : {})
  if (!both) return said
  sayAnswer(turn, second, bare ? { bare: true } : {})
  // The two belong to the talk that follows; what was asked belongs to neither alone.
  change(turn, { about: [second, first], asked: null })
  return true
}

/** What else is known about the entry that was answered last. */
export const sayMore = (turn: Turn): void => {
  const answer = turn.session.topic === null ? null : lookUp(turn, turn.session.topic)
  if (answer === null) return say(turn, 'menu.title', {}, [menuChoice(turn), personChoice(turn)])
  const rest = [...entryChoices(turn, answer.related), personChoice(turn)]
  if (answer.more === null) return say(turn, 'answer.noMore', {}, rest)
  send(turn, { text: withSource(turn, answer, answer.more), choices: rest })
}

export const suggest = (turn: Turn, candidates: readonly Candidate[]): void => {
  count(turn, 'suggest', candidates[0]?.entry ?? 'none')
  const offered = candidates.slice(0, SUGGESTED).map((one) => one.entry)
  change(turn, { about: offered })
  const choices = entryChoices(turn, offered)
  say(turn, 'suggest.text', {}, [...choices, personChoice(turn)])
}

/** "I do not know", with a person offered: firmly so when it is the second time. */
export const sayUnknown = (turn: Turn): void => {
  const misses = turn.session.misses + 1
  change(turn, { misses })
  count(turn, 'unknown', misses > 1 ? 'again' : 'first')
  say(turn, misses > 1 ? 'unknown.again' : 'unknown.first', {}, [personChoice(turn), menuChoice(turn)])
}

/** Less says nothing about how people ask. */
const LEARN_FROM = 8

/** Keeps a masked question for people to review. Nothing is learnt by itself. */
export const learn = (
  turn: Turn,
  how: Asked['how'],
  { lang, masked }: { readonly lang: Lang; readonly masked: string },
  entry: EntryId | null,
): void => {
  if (masked.replace(/[^\p{L}]/gu, '').length < LEARN_FROM) return
  turn.effects.push({ kind: 'learn', asked: { how, lang, text: masked, entry } })
}

/** The question that led to the answer has told something; it is kept once. */
const learnFromAsked = (turn: Turn, expected: 'answered' | 'suggested', entry: EntryId): void => {
  const { asked } = turn.session
  if (asked?.how !== expected) return
  learn(turn, expected === 'answered' ? 'useful' : 'chosen', { lang: asked.lang, masked: asked.text }, entry)
  change(turn, { asked: null })
}

export const onUseful = (turn: Turn, useful: boolean, about: string): void => {
  if (useful) learnFromAsked(turn, 'answered', entryId(about))
  else change(turn, { asked: null })
  count(turn, useful ? 'useful' : 'not-useful', about)
  if (useful) say(turn, 'useful.thanks')
  else say(turn, 'useful.sorry', {}, [personChoice(turn), menuChoice(turn)])
}

/** An answer that somebody chose from a list or an old button. */
export const onEntryChosen = (turn: Turn, id: string): void => {
  if (sayAnswer(turn, entryId(id))) learnFromAsked(turn, 'suggested', entryId(id))
  else say(turn, 'answer.gone', {}, [menuChoice(turn), personChoice(turn)])
}
