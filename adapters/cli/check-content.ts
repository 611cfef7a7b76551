import { checkContent } from '../../knowledge/check.ts'
import { KNOWLEDGE_DIR } from '../../knowledge/load.ts'
import { inWords } from '../../knowledge/problem.ts'

/** `npm run check:content [folder]`: names what is wrong in the knowledge, with file and line. */
const problems = checkContent(process.argv[2] ?? KNOWLEDGE_DIR)
for (const problem of problems) console.log(inWords(problem))
console.log(problems.length === 0 ? 'The knowledge is in order.' : `${problems.length} to correct.`)
process.exitCode = problems.length === 0 ? 0 : 1
