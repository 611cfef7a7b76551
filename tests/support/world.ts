import type { World } from '../../bot/world.ts'
import { flows } from '../../flows/index.ts'
import { loadKnowledge } from '../../knowledge/load.ts'
import { translator } from '../../locales/translate.ts'

let world: World | null = null

/** The real flows, knowledge and words. Loaded once in a process: the knowledge is trained as it is read. */
export const testWorld = (): World => {
  if (world !== null) return world
  const knowledge = loadKnowledge(new URL('../../knowledge/', import.meta.url).pathname)
  if (!knowledge.ok) throw new Error(knowledge.error.map((one) => `${one.file}:${one.line} ${one.message}`).join('\n'))
  world = { flows, knowledge: knowledge.value, say: translator, keep: { conversationDays: 30, caseDays: 365 } }
  return world
}
