import { checkFlows, inWords } from '../../flows/check.ts'
import { flows } from '../../flows/index.ts'
import { KNOWLEDGE_DIR } from '../../knowledge/load.ts'
import { readContent } from '../../knowledge/read.ts'

/** `npm run check:flows`: names what is wrong with the conversations. */
const content = readContent(KNOWLEDGE_DIR)
// With files that cannot be read it is not known which entries there are.
const readable = content.problems.length === 0
if (!readable) console.log('The knowledge cannot be read (npm run check:content): its entries were not looked up.')
const entries = readable ? new Set(content.entries.map(({ head }) => head.id)) : null

const problems = checkFlows(flows, { entries })
for (const problem of problems) console.log(inWords(problem))
console.log(problems.length === 0 ? 'The flows are in order.' : `${problems.length} to correct.`)
process.exitCode = problems.length === 0 ? 0 : 1
