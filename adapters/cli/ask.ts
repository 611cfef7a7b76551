import { createInterface } from 'node:readline'
import { loadKnowledge } from '../../knowledge/load.ts'
import { inWords } from '../../knowledge/problem.ts'
import { answerLine } from './ask-line.ts'

/** `npm run --silent ask`: one JSON line in, one JSON line out, in order; a bad line gets a line with `error`. */
const knowledge = loadKnowledge()
if (!knowledge.ok) {
  for (const problem of knowledge.error) console.error(inWords(problem))
  process.exit(1)
}
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }))
  process.stdout.write(`${answerLine(line, knowledge.value, performance.now.bind(performance))}\n`)
