/** `npm run questions`: reviews how people asked; see review.ts. */
import { KNOWLEDGE_DIR } from '../../knowledge/load.ts'
import { systemIds } from '../clock.ts'
import { openDatabase } from '../database/open.ts'
import { databaseStore } from '../database/store.ts'
import { configOrExit, databaseUrl } from '../main.ts'
import { addReviewed, dropReviewed, listQuestions, USAGE } from './review.ts'

const MOST = 200

const config = configOrExit()
const knowledge = config.KNOWLEDGE_DIR || KNOWLEDGE_DIR
const store = databaseStore(await openDatabase(databaseUrl(config)), systemIds)
const [command = 'list', ...rest] = process.argv.slice(2)

const run = async (): Promise<{ readonly words: string; readonly well: boolean }> => {
  if (command === 'list') return { words: await listQuestions(store, MOST), well: true }
  if (command !== 'add' && command !== 'drop') return { words: USAGE, well: false }
  const done = await (command === 'add' ? addReviewed(store, knowledge, rest) : dropReviewed(store, rest[0] ?? ''))
  return done.ok ? { words: done.value, well: true } : { words: done.error, well: false }
}
const { words, well } = await run()
console.log(words)
process.exitCode = well ? 0 : 1
await store.close()
