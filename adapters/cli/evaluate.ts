import { existsSync, readFileSync } from 'node:fs'
import { learn } from '../../bot/understanding/learn.ts'
import { createUnderstanding } from '../../bot/understanding/understand.ts'
import { KNOWLEDGE_DIR } from '../../knowledge/load.ts'
import { loadModel, MODEL_FILE } from '../../knowledge/model.ts'
import { inWords } from '../../knowledge/problem.ts'
import { readRows, report, score, wrongLine } from './evaluation.ts'
import { askOwn, ownReport } from './own-questions.ts'

const USAGE = `npm run evaluate                            the questions of the knowledge, each asked of a bot that has not learnt it
npm run evaluate -- FILE.jsonl ... [--wrong] questions of your own, {"text", "lang", "expect", "kind"} or {"text", "lang", "danger"}
                    [--without-ideas]        as if there were no lexicon of ideas`

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
const { data: whole, learnt } = model.value
const withoutIdeas = options.includes('--without-ideas')
const data = withoutIdeas
  ? { ...whole, concepts: {}, talk: { lasting: {}, asking: [], joining: { words: [], before: [] } } }
  : whole

if (files.length === 0) console.log(ownReport(askOwn(data)))
else {
  const rows = readRows(files.map((file) => readFileSync(file, 'utf8')).join('\n'))
  if (!rows.ok) fail(rows.error.join('\n'))
  else {
    const understanding = createUnderstanding(data, withoutIdeas ? learn(data) : learnt)
    const scored = rows.value.map((row) => score(row, understanding))
    console.log(report(scored))
    if (options.includes('--wrong')) for (const each of scored) if (!each.right) console.log(wrongLine(each))
  }
}
