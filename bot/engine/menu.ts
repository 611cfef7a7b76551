import { LANGS, OWN_NAME } from '../../locales/languages.ts'
import { choiceId } from '../ids.ts'
import type { Choice } from '../message.ts'
import { entryChoices } from './answer.ts'
import { change, menuChoice, offer, personChoice, say, send, type Turn, words } from './turn.ts'

/** The version of the privacy notice. Raise it when its meaning changes: it is then shown once more. */
export const NOTICE_VERSION = 1

/** Topics in which most people do not know the name of what they need: sorting by need is offered. */
const GUIDED = ['arrival', 'residence', 'regularisation']

const guideChoice = (turn: Turn): Choice => offer(turn, 'cmd:guide', 'choice.guide')

export const languageChoices = (): readonly Choice[] =>
  LANGS.map((lang) => ({ id: choiceId(`lang:${lang}`), label: OWN_NAME[lang] }))

export const recordNotice = (turn: Turn): void => {
  const { lang, notice } = turn.session
  change(turn, {
    notice: { version: NOTICE_VERSION, lang, at: turn.moment.now, agreedAt: notice?.agreedAt ?? null },
  })
}

export const noticeIsDue = (turn: Turn): boolean => (turn.session.notice?.version ?? 0) < NOTICE_VERSION

/** The first words: who speaks, the privacy notice in two lines, the languages, and a way on. */
export const welcome = (turn: Turn): void => {
  recordNotice(turn)
  const t = words(turn)
  send(turn, {
    text: `${t('welcome.greeting')}\n\n${t('notice.short')}`,
    choices: [
      menuChoice(turn),
      personChoice(turn),
      ...languageChoices().filter((choice) => choice.id !== `lang:${turn.session.lang}`),
      offer(turn, 'cmd:privacy', 'choice.privacy'),
    ],
  })
}

/** The notice after the answer to somebody who began with a question: the answer comes first, its numbers stay valid. */
export const noticeAfter = (turn: Turn): void => {
  if (!noticeIsDue(turn)) return
  recordNotice(turn)
  send(turn, { text: words(turn)('notice.short'), choices: [] })
}

/** The topics that have answers, numbered on every channel. */
export const menu = (turn: Turn): void => {
  change(turn, { place: { at: 'idle' } })
  const topics = turn.world.knowledge.topics
    .filter((topic) => topic.entries.length > 0)
    .map((topic): Choice => ({ id: choiceId(`topic:${topic.id}`), label: topic.label[turn.session.lang] }))
  say(turn, 'menu.title', {}, [...topics, guideChoice(turn), personChoice(turn)])
}

/** A list that is longer is shown in parts: nobody reads twenty lines on a small telephone. */
const PAGE = 7

/** The questions of one topic, from the given part on (0 is the first). */
export const topicMenu = (turn: Turn, id: string, page = 0): void => {
  const topic = turn.world.knowledge.topics.find((one) => one.id === id)
  if (topic === undefined) return menu(turn)
  const all = entryChoices(turn, topic.entries)
  // One question more is no reason for another part.
  const whole = all.length <= PAGE + 1
  const from = whole || page < 0 || page * PAGE >= all.length ? 0 : page * PAGE
  const entries = whole ? all : all.slice(from, from + PAGE)
  const isLast = whole || from + PAGE >= all.length
  const next = isLast ? [] : [offer(turn, `topic:${id}:${from / PAGE + 1}`, 'menu.next')]
  if (entries.length === 0) return say(turn, 'menu.empty', {}, [personChoice(turn), menuChoice(turn)])
  const guide = GUIDED.includes(id) ? [guideChoice(turn)] : []
  say(turn, 'menu.topic', { topic: topic.label[turn.session.lang] }, [
    ...entries,
    ...next,
    ...guide,
    personChoice(turn),
  ])
}
