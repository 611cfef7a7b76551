import type { Understood } from '../ports/knowledge.ts'
import { learn, sayAnswers, sayUnknown, suggest } from './answer.ts'
import { onPerson } from './command.ts'
import { languageChoices, menu, noticeIsDue, welcome } from './menu.ts'
import { acknowledge } from './ticket.ts'
import { change, count, menuChoice, openCaseOf, personChoice, say, type Turn } from './turn.ts'
import { hearDanger, hintDanger, inDanger } from './urgent.ts'
import { askAgain, takeYesNo } from './walk.ts'

/** Identical messages in a row before the bot says that it has answered. */
const REPEATS = 2

const hasWords = (text: string): boolean => /\p{L}/u.test(text)

/** Mostly letters of a script that none of our languages uses. */
const foreignScript = (text: string): boolean => {
  const letters = text.match(/\p{L}/gu) ?? []
  const latin = text.match(/\p{Script=Latin}/gu) ?? []
  return letters.length > 0 && latin.length < letters.length / 2
}

const sayForeign = (turn: Turn): void => say(turn, 'language.other', {}, [...languageChoices(), personChoice(turn)])

const saidBefore = (turn: Turn, text: string): boolean => {
  const mine = turn.session.recent.filter((line) => line.by === 'person')
  // The last line is this message itself.
  return mine.length > REPEATS && mine.slice(-REPEATS - 1).every((line) => line.text === text)
}

/** A free question: an answer, up to three suggestions, or "I do not know" with a person. Never nothing. */
export const onQuestion = (turn: Turn, text: string, understood: Understood): void => {
  reply(turn, text, understood)
  if (understood.uneasy && turn.session.danger === null) hintDanger(turn)
}

const reply = (turn: Turn, text: string, understood: Understood): void => {
  if (text === '') return say(turn, 'smalltalk.empty', {}, [menuChoice(turn), personChoice(turn)])
  if (!hasWords(text)) return say(turn, 'smalltalk.emoji', {}, [menuChoice(turn), personChoice(turn)])
  if (foreignScript(text)) return sayForeign(turn)
  const atNode = turn.session.place.at === 'node'
  const waiting = openCaseOf(turn) !== null
  if (!atNode && !waiting && saidBefore(turn, text)) {
    return say(turn, 'repeat.text', {}, [personChoice(turn), menuChoice(turn)])
  }
  if (!atNode && inDanger(turn) && understood.outcome !== 'human') return hearDanger(turn)
  switch (understood.outcome) {
    case 'answer':
      change(turn, { asked: { how: 'answered', lang: understood.lang, text: understood.masked } })
      if (understood.entry === null || !sayAnswers(turn, understood.entry, understood.also, atNode))
        return sayUnknown(turn)
      return atNode ? askAgain(turn, false) : undefined
    case 'human':
      return onPerson(turn)
    case 'smalltalk':
      return onSmalltalk(turn, understood)
    case 'suggest':
      if (waiting) return acknowledge(turn, 'case.added')
      if (atNode) return askAgain(turn, true)
      change(turn, { asked: { how: 'suggested', lang: understood.lang, text: understood.masked } })
      return suggest(turn, understood.candidates)
    case 'urgent':
    case 'unknown':
      if (understood.foreign && !waiting && !atNode) return sayForeign(turn)
      if (waiting) return acknowledge(turn, 'case.added')
      if (atNode) return askAgain(turn, true)
      if (understood.outcome === 'unknown') learn(turn, 'unknown', understood, null)
      return sayUnknown(turn)
  }
}

const onSmalltalk = (turn: Turn, understood: Understood): void => {
  const kind = understood.smalltalk ?? 'greeting'
  if ((kind === 'yes' || kind === 'no') && takeYesNo(turn, kind)) return
  if (turn.session.place.at === 'node') return askAgain(turn, true)
  count(turn, 'smalltalk', kind)
  switch (kind) {
    case 'greeting':
      if (noticeIsDue(turn)) return welcome(turn)
      return say(turn, 'smalltalk.greeting', {}, [menuChoice(turn), personChoice(turn)])
    case 'thanks':
      return say(turn, 'smalltalk.thanks')
    case 'bye':
      return say(turn, 'smalltalk.bye')
    case 'insult':
      return say(turn, 'smalltalk.insult', {}, [personChoice(turn), menuChoice(turn)])
    case 'robot':
      return say(turn, 'smalltalk.robot', {}, [personChoice(turn), menuChoice(turn)])
    case 'yes':
      // "Yes" after "shall I pass it to a person?" means just that.
      if (turn.session.offered[0]?.id === 'cmd:person' && turn.session.misses > 1) return onPerson(turn)
      return say(turn, 'smalltalk.yesNo', {}, [menuChoice(turn), personChoice(turn)])
    case 'no':
      return menu(turn)
  }
}
