import { MOST_EXAMPLE } from '../../bot/example.ts'
import { entryId } from '../../bot/ids.ts'
import type { Example, ExampleRefusal } from '../../bot/ports/examples.ts'
import type { KeptQuestion, Store } from '../../bot/ports/store.ts'
import { fail, never, ok, type Result } from '../../bot/result.ts'
import { addExample } from '../../knowledge/add-example.ts'

/*
 * Questions that helped or could not be answered, for a person to review. Only what a person adds is learnt from.
 */

export const USAGE = `npm run questions                          the questions to review, the most frequent first
npm run questions -- add ID [ENTRY] ["..."]  adds one to the examples of an entry, in your own words where given
npm run questions -- drop ID                 takes one off the list`

/** Short enough to type, long enough to be the only one. */
const SHORT = 8

const lineOf = ({ id, how, lang, entry, text, times }: KeptQuestion): string =>
  `${id.slice(-SHORT)}  ${times}x ${lang} ${how}${entry === null ? '' : ` ${entry}`}: ${text}`

/** The list, a line each. */
export const listQuestions = async (store: Store, most: number): Promise<string> => {
  const questions = await store.questions(most)
  return questions.length === 0 ? 'There are no questions to review.' : questions.map(lineOf).join('\n')
}

const findQuestion = async (store: Store, short: string): Promise<Result<KeptQuestion, string>> => {
  const found = (await store.questions(Number.MAX_SAFE_INTEGER)).filter((question) => question.id.endsWith(short))
  const [question, other] = found
  if (short.length < 4 || question === undefined) return fail(`There is no question ${short}. See: npm run questions`)
  return other === undefined ? ok(question) : fail(`${short} stands for several questions: give more of it.`)
}

export const dropReviewed = async (store: Store, short: string): Promise<Result<string, string>> => {
  const question = await findQuestion(store, short)
  if (!question.ok) return question
  await store.dropQuestion(question.value.id)
  return ok('Taken off the list.')
}

/** Why it was not added, and what to do. */
const refusalInWords = (refusal: ExampleRefusal, example: Example, short: string): string => {
  switch (refusal.kind) {
    case 'masked':
      return `Names and numbers are masked in it. Give it in your own words: npm run questions -- add ${short} ${example.entry} "..."`
    case 'empty':
      return 'It was not added: there are no words in it.'
    case 'too-long':
      return `It was not added: it is longer than ${MOST_EXAMPLE} characters.`
    case 'known':
      return `It was not added: the same question stands in line ${refusal.line} of ${refusal.file}`
    case 'elsewhere':
      return `It was not added: nearly the same question belongs to another entry: ${refusal.file}:${refusal.line}`
    case 'no-entry':
      return `There is no entry ${example.entry} with a file ${example.lang}.md.`
    case 'not-writable':
      return 'It was not added: the folder of the knowledge cannot be written. See KNOWLEDGE_DIR.'
    case 'busy':
      return 'It was not added: somebody else is adding or editing. Try again in a moment.'
    case 'not-in-order':
      return `It was not added, because the knowledge is not in order: ${refusal.problems.join('; ')}`
    default:
      return never(refusal)
  }
}

/** Adds a question to the examples of an entry and takes it off the list. The file stays as it was where it would not pass the check. */
export const addReviewed = async (
  store: Store,
  knowledge: string,
  [short = '', entryOrWords, ownWords]: readonly string[],
): Promise<Result<string, string>> => {
  const question = await findQuestion(store, short)
  if (!question.ok) return question
  const { id, lang, entry, text } = question.value
  const isEntry = entryOrWords !== undefined && /^[a-z0-9-]+$/.test(entryOrWords)
  const target = isEntry ? entryId(entryOrWords) : entry
  if (target === null) return fail('Nobody could answer it: name the entry that should, for example residence-fees.')
  const words = (isEntry ? ownWords : (entryOrWords ?? ownWords)) ?? text
  const example = { entry: target, lang, words }
  const added = addExample(knowledge, example)
  if (!added.ok) return fail(refusalInWords(added.error, example, short))
  await store.dropQuestion(id)
  return ok(`Added to ${added.value}.`)
}
