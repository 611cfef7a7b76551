import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeptQuestion, Store } from '../../bot/ports/store.ts'
import { fail, ok, type Result } from '../../bot/result.ts'
import { checkContent } from '../../knowledge/check.ts'
import { inWords } from '../../knowledge/problem.ts'

/*
 * Questions that helped or could not be answered, for a person to review. Only what a person adds is learnt from.
 */

export const USAGE = `npm run questions                          the questions to review, the most frequent first
npm run questions -- add ID [ENTRY] ["..."]  adds one to the examples of an entry, in your own words where given
npm run questions -- drop ID                 takes one off the list`

const MASKED = /[…#]/

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
  const target = isEntry ? entryOrWords : entry
  const words = ((isEntry ? ownWords : (entryOrWords ?? ownWords)) ?? text).replace(/\s+/g, ' ').trim()
  if (target === null) return fail('Nobody could answer it: name the entry that should, for example residence-fees.')
  if (MASKED.test(words))
    return fail(
      `Names and numbers are masked in it. Give it in your own words: npm run questions -- add ${short} ${target} "..."`,
    )
  const [file] = globSync(`*/${target}/${lang}.md`, { cwd: knowledge })
  if (file === undefined) return fail(`There is no entry ${target} with a file ${lang}.md.`)
  const path = join(knowledge, file)
  const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
  writeFileSync(path, `${before.trimEnd()}\n- ${words}\n`)
  const problems = checkContent(knowledge)
  if (problems.length > 0) {
    writeFileSync(path, before)
    return fail(`It was not added: ${problems.map(inWords).join('; ')}`)
  }
  await store.dropQuestion(id)
  return ok(`Added to ${file}.`)
}
