import { entryId } from '../bot/ids.ts'
import type { UnderstandingData } from '../bot/understanding/data.ts'
import { learn } from '../bot/understanding/learn.ts'
import { createUnderstanding } from '../bot/understanding/understand.ts'
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
export const synthetic = (like: UnderstandingData, count: number): UnderstandingData => {
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

const heap = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers

/** What a knowledge costs: seconds to learn, milliseconds for a question, megabytes of heap with its arrays. */
export const cost = (
  data: UnderstandingData,
): {
  readonly seconds: number
  readonly p50: number
  readonly p99: number
  readonly megabytes: number
  readonly most: number
} => {
  globalThis.gc?.()
  const before = heap()
  const start = performance.now()
  const learnt = learn(data)
  const seconds = (performance.now() - start) / 1000
  const most = (heap() - before) / 2 ** 20
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
  globalThis.gc?.()
  const warm = times.slice(500)
  return { seconds, p50: percentile(warm, 50), p99: percentile(warm, 99), megabytes: (heap() - before) / 2 ** 20, most }
}
