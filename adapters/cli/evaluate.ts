import { existsSync, readFileSync } from 'node:fs'
import { loadKnowledge } from '../../knowledge/load.ts'
import { inWords } from '../../knowledge/problem.ts'
import { readRows, report, score } from './evaluation.ts'

/** `npm run evaluate -- FILE.jsonl [--wrong]`: how well questions are understood, per language. */
const fail = (message: string): never => {
  console.error(message)
  process.exit(1)
}

const [file, ...options] = process.argv.slice(2)
if (!file) fail('usage: npm run evaluate -- FILE.jsonl [--wrong]')
else if (!existsSync(file)) fail(`there is no file ${file}`)
else {
  const rows = readRows(readFileSync(file, 'utf8'))
  const knowledge = loadKnowledge()
  if (!knowledge.ok) fail(knowledge.error.map(inWords).join('\n'))
  else if (!rows.ok) fail(rows.error.join('\n'))
  else {
    const scored = rows.value.map((row) => score(row, knowledge.value))
    console.log(report(scored))
    if (options.includes('--wrong'))
      for (const { row, understood, right } of scored)
        if (!right)
          console.log(
            `${row.lang} ${row.kind} wanted ${row.expect.join('|') || '-'} got ${understood.outcome} ${understood.candidates
              .slice(0, 3)
              .map((each) => each.entry)
              .join(', ')}: ${row.text}`,
          )
  }
}
