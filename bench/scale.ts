import { execFileSync } from 'node:child_process'
import { z } from 'zod'
import { entryId } from '../bot/ids.ts'
import type { UnderstandingData } from '../bot/understanding/data.ts'
import { learn } from '../bot/understanding/learn.ts'
import { createUnderstanding } from '../bot/understanding/understand.ts'
import { withBeside } from '../knowledge/beside.ts'
import { KNOWLEDGE_DIR } from '../knowledge/load.ts'
import { readContent } from '../knowledge/read.ts'
import { understandingData } from '../knowledge/words.ts'
import { LANGS } from '../locales/languages.ts'
import { percentile } from './table.ts'

/** The same numbers on every machine. */
const dice = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const SYLLABLES =
  'ba be bi bo bu ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu pa pe pi po pu ra re ri ro ru sa se si so su ta te ti to tu'.split(
    ' ',
  )
const COMMON_WORDS = 400
const RARE_WORDS = 40_000
const QUESTIONS = 10

/** Entries of invented words, each with some words of its own and many that all share: for measuring cost only. */
const synthetic = (like: UnderstandingData, count: number): UnderstandingData => {
  const roll = dice(7)
  const word = (): string => Array.from({ length: 2 + roll(3) }, () => SYLLABLES[roll(SYLLABLES.length)]).join('')
  const common = Array.from({ length: COMMON_WORDS }, word)
  const rare = Array.from({ length: RARE_WORDS }, word)
  const pick = (from: readonly string[]): string => from[roll(from.length)] ?? ''
  const entries = Array.from({ length: count }, (_, at) => {
    const own = Array.from({ length: 6 }, () => pick(rare))
    const question = (): string =>
      Array.from({ length: 6 + roll(6) }, () => (roll(3) === 0 ? pick(own) : pick(common))).join(' ')
    const lang = LANGS[at % LANGS.length] ?? 'pt'
    return {
      id: entryId(`invented-${at}`),
      topic: `topic-${at % 20}`,
      related: [],
      aboutDanger: false,
      words: {
        [lang]: { questions: Array.from({ length: QUESTIONS }, question), title: question(), answer: question() },
      },
    }
  })
  return { ...like, entries }
}

/** Seconds to learn, MB of the process at most while it learnt, and milliseconds for a question. */
const costSchema = z.object({ seconds: z.number(), most: z.number(), p50: z.number(), p99: z.number() })
export type Cost = z.output<typeof costSchema>

const measure = (data: UnderstandingData): Cost => {
  const start = performance.now()
  const learnt = withBeside((beside) => learn(data, beside))
  const seconds = (performance.now() - start) / 1000
  const most = process.resourceUsage().maxRSS / 1024
  globalThis.gc?.()
  const understanding = createUnderstanding(data, learnt)
  const questions = data.entries.flatMap((entry) => LANGS.flatMap((lang) => entry.words[lang]?.questions ?? []))
  const times: number[] = []
  for (let at = 0; at < 3000; at += 1) {
    const text = questions[(at * 7919) % questions.length] ?? ''
    const from = performance.now()
    understanding.understand(text, { lang: null, chosen: false, topic: null })
    times.push(performance.now() - from)
  }
  const warm = times.slice(500)
  return { seconds, most, p50: percentile(warm, 50), p99: percentile(warm, 99) }
}

/** What the knowledge costs, or so many invented entries in its place: in a process of its own, as the program learns. */
export const cost = (entries: number | null): Cost => {
  const itself = ['--expose-gc', '--max-semi-space-size=2', import.meta.filename]
  const args = entries === null ? itself : [...itself, String(entries)]
  return costSchema.parse(JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })))
}

if (process.argv[1] === import.meta.filename) {
  const data = understandingData(readContent(KNOWLEDGE_DIR))
  const [entries] = process.argv.slice(2)
  console.log(JSON.stringify(measure(entries === undefined ? data : synthetic(data, Number(entries)))))
}
