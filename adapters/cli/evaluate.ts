import { existsSync, readFileSync } from 'node:fs'
import { createLanguageDetector } from '../../bot/understanding/language.ts'
import { createUnderstanding } from '../../bot/understanding/understand.ts'
import { KNOWLEDGE_DIR } from '../../knowledge/load.ts'
import { loadModel, MODEL_FILE } from '../../knowledge/model.ts'
import { inWords } from '../../knowledge/problem.ts'
import { readContent } from '../../knowledge/read.ts'
import { understandingData } from '../../knowledge/words.ts'
import { readRows, report, score, wrongLine } from './evaluation.ts'
import { languageReport, readSentences } from './language-evaluation.ts'
import { askOwn, ownReport } from './own-questions.ts'

const USAGE = `npm run evaluate                            the questions of the knowledge, each asked of a bot that has not learnt it
npm run evaluate -- FILE.jsonl ... [--wrong] questions of your own, {"text", "lang", "expect", "kind"} or {"text", "lang", "danger"}
                    [--without-ideas]        as if there were no lexicon of ideas
npm run evaluate -- FILE.tsv                 sentences, "language<tab>sentence": how often their language is recognised`

const fail = (message: string): never => {
  console.error(message)
  process.exit(1)
}

const args = process.argv.slice(2)
const files = args.filter((arg) => !arg.startsWith('--'))
const options = args.filter((arg) => arg.startsWith('--'))
const unknown = options.filter((option) => option !== '--wrong' && option !== '--without-ideas')
if (unknown.length > 0) fail(USAGE)
for (const file of files) if (!existsSync(file)) fail(`there is no file ${file}\n${USAGE}`)

const model = loadModel(KNOWLEDGE_DIR, MODEL_FILE)
if (!model.ok) throw fail(model.error.map(inWords).join('\n'))
const withoutIdeas = options.includes('--without-ideas')
/** The words with the examples, which are not kept with the model. */
const toLearn = () => {
  const words = understandingData(readContent(KNOWLEDGE_DIR))
  if (!withoutIdeas) return words
  return { ...words, concepts: {}, talk: { lasting: {}, asking: [], joining: { words: [], before: [] } } }
}

const isSentences = (file: string): boolean => file.endsWith('.tsv')
const readAll = (some: readonly string[]): string => some.map((file) => readFileSync(file, 'utf8')).join('\n')
if (files.some(isSentences) && !files.every(isSentences))
  fail(`sentences and questions are asked one after the other\n${USAGE}`)

if (files.length === 0) console.log(ownReport(askOwn(toLearn())))
else if (files.every(isSentences)) {
  const sentences = readSentences(readAll(files))
  if (!sentences.ok) fail(sentences.error.join('\n'))
  else console.log(languageReport(sentences.value, createLanguageDetector(model.value.learnt.languages)))
} else {
  const rows = readRows(readAll(files))
  if (!rows.ok) fail(rows.error.join('\n'))
  else {
    const { data, learnt } = model.value
    const understanding = withoutIdeas ? createUnderstanding(toLearn()) : createUnderstanding(data, learnt)
    const scored = rows.value.map((row) => score(row, understanding))
    console.log(report(scored))
    if (options.includes('--wrong')) for (const each of scored) if (!each.right) console.log(wrongLine(each))
  }
}
