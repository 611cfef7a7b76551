/** Learns a folder of knowledge and keeps the model, or prints every problem and ends with 1. The running program calls it. */
import { checkContent } from '../../knowledge/check.ts'
import { KNOWLEDGE_DIR, loadKnowledge } from '../../knowledge/load.ts'
import { MODEL_FILE } from '../../knowledge/model.ts'

const [dir = KNOWLEDGE_DIR, model = MODEL_FILE] = process.argv.slice(2)
const problems = checkContent(dir)
for (const { file, line, message } of problems) console.error(`${dir}/${file}:${line} ${message}`)
if (problems.length > 0 || !loadKnowledge(dir, model).ok) process.exit(1)
