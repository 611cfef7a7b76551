import { LANGS, type Lang } from '../../locales/languages.ts'
import {
  accentedWordsOf,
  hashesOfAccents,
  hashesOfWord,
  pairHash,
  plainWordsOf,
  wordHash,
} from './language-features.ts'
import { remember } from './remember.ts'
import { createTable, lookUp, type Table } from './table.ts'

/** Text of one language to learn from. `other` are languages that the bot does not speak. */
export type LanguageSample = {
  readonly name: string
  /** The language itself, or for a foreign one the language in which such a person is answered. */
  readonly answerIn: Lang
  readonly spoken: boolean
  readonly texts: readonly string[]
  /** Plain words of the language, nobody's name. */
  readonly common: readonly string[]
}

export type Detected = {
  /** The language to answer in: that of the text, or for a foreign one the nearest that is spoken. */
  readonly lang: Lang
  /** False where the text is in a language that the bot does not speak. */
  readonly spoken: boolean
  /** 0 to 1: how sure. */
  readonly sure: number
  /** Words that say something about the language. */
  readonly evidence: number
}

/** Same in several languages, or names: they tell nothing. */
const NEUTRAL = new Set(
  'ok okay visa visto passport email whatsapp telegram internet praia mindelo sal espargos cabo verde cape vert cap aai uli def ease nif inps cplp cedeao ecowas hotel residencia'.split(
    ' ',
  ),
)

const LATIN = /\p{Script=Latin}/u
const LETTER = /\p{L}/u
const OTHER_LETTER = /(?=\p{L})\P{Script=Latin}/gu

/** Most n-grams come from few letters, so that they speak several times for one fact; this brings a sum back to a probability. */
const TEMPERATURE = 4
/** A word that is in no sample is often a name, whose spelling tells little. */
const UNKNOWN = 0.4
/** Evidence that everybody gets, so that a small sample is not preferred for what nobody has seen. */
const SMOOTHING = 0.08

/** The grammar of Cape Verdean Creole that no other language here has: "n ka", "sta ta", "ka ta", "dja n". */
const SUBJECT = '(?:n|m|un|um|bu|bo|el|nu|no|nhos|bzot|bosê|bose|es|mi|e|ami)'
const MARKERS = [
  new RegExp(`(?:^| )${SUBJECT} (?:ka|ca|kre|cre|meste|mesti|sta ta|ti ta|dja|krê)(?= |$)`),
  /(?:^| )(?:ka|ca) (?:ta|ten|tene|pode|podi|sabe|sabi|kre|cre|sta|bai|tem da) ?(?= |$)/,
  /(?:^| )(?:sta|sa|ti) ta(?= |$)/,
  /(?:^| )(?:nka|nca|mka|mca|n'ka|n'ca|m'ka|nsta|nkre|ncre|mkre|mcre|nta|djan|dja n|dja m)(?= |$)/,
  /(?:^| )(?:undi|kuze|kuse|kenha|pamodi|txeu|tcheu|nhos|bzot|gosi|grinhasin|modi) (?:ki|k|n|m|bu|bo|nu|es|el|ta|pa|e)(?= |$)/,
  /(?:^| )(?:ki|k|pa) (?:n|bu|nu|nhos|bzot) (?:ta|sta|pode|podi|bai|faze|ten|fase)(?= |$)/,
]
/** Bissau's Kriol shares some of it, but puts "na" before the verb. */
const BISSAU = /(?:^| )(?:n|i|e|no|bu|elis) na (?!praia|sal|kaza|tera)\p{L}+/u

/** So many words of a text tell its language. */
const ENOUGH_WORDS = 48

/** How often each feature stands in the texts of a language, by its number, and all of them together. */
type Count = { readonly times: number[]; sum: number }

/** Counts the features of texts: those of a word once, times how often it stands there. */
const countFeatures = (texts: readonly string[], numberOf: (hash: number) => number): Count => {
  const count: Count = { times: [], sum: 0 }
  const add = (hash: number, times: number): void => {
    const feature = numberOf(hash)
    while (count.times.length <= feature) count.times.push(0)
    count.times[feature] = (count.times[feature] as number) + times
    count.sum += times
  }
  const words = new Map<string, number>()
  const accented = new Map<string, number>()
  const pairs = createTable()
  for (const text of texts) {
    let before: string | null = null
    for (const word of plainWordsOf(text)) {
      words.set(word, (words.get(word) ?? 0) + 1)
      if (before !== null) {
        const pair = pairHash(before, word)
        const times = pairs.add(pair, 1)
        // Most pairs stand only once, and tell nothing that their words do not.
        if (times > 1) add(pair, times === 2 ? 2 : 1)
      }
      before = word
    }
    for (const word of accentedWordsOf(text)) accented.set(word, (accented.get(word) ?? 0) + 1)
  }
  for (const [word, times] of words) for (const hash of hashesOfWord(word)) add(hash, times)
  for (const [word, times] of accented) for (const hash of hashesOfAccents(word)) add(hash, times)
  return count
}

/** What was learnt of the languages: each feature has a number, and for each sample the weight of its evidence there. Plain data. */
export type LearntLanguages = {
  readonly samples: readonly Omit<LanguageSample, 'texts' | 'common'>[]
  readonly numbers: Table
  readonly evidence: Float32Array
}

/** Naive Bayes over words, pairs of words, pieces of words and accents. */
export const learnLanguages = (samples: readonly LanguageSample[]): LearntLanguages => {
  const numbers = createTable()
  let size = 0
  const numberOf = (hash: number): number => {
    const known = numbers.get(hash)
    if (known >= 0) return known
    numbers.set(hash, size)
    size += 1
    return size - 1
  }
  const counts = samples.map((sample) => countFeatures(sample.texts, numberOf))
  // What a language does not have is as rare there as the smoothing says.
  const evidence = new Float32Array(size * samples.length).fill(Math.log(SMOOTHING))
  for (let feature = 0; feature < size; feature += 1) {
    const shares = counts.map(({ times, sum }) => (times[feature] ?? 0) / sum)
    // Each language weighs the same in the common background, whatever the size of its sample.
    const background = shares.reduce((all, share) => all + share, 0) / samples.length
    shares.forEach((share, at) => {
      if (share > 0)
        evidence[feature * samples.length + at] = Math.log((1 - SMOOTHING) * (share / background) + SMOOTHING)
    })
  }
  return {
    samples: samples.map(({ name, answerIn, spoken }) => ({ name, answerIn, spoken })),
    numbers: numbers.all(),
    evidence,
  }
}

/**
 * A detector of languages for short, badly spelt messages, and a rule of grammar for Creole. Deterministic. It answers for
 * every text; `sure` says what that is worth.
 */
export const createLanguageDetector = ({
  samples,
  numbers,
  evidence,
}: LearntLanguages): ((text: string) => Detected) => {
  const add = (scores: Float64Array, hash: number, weight: number): void => {
    const row = lookUp(numbers, hash)
    if (row < 0) return
    for (let at = 0; at < samples.length; at += 1)
      scores[at] = (scores[at] as number) + weight * (evidence[row * samples.length + at] as number)
  }
  const weightOf = (word: string): number => (lookUp(numbers, wordHash(word)) >= 0 ? 1 : UNKNOWN)
  const scoresOf = remember((word) => {
    const scores = new Float64Array(samples.length)
    const weight = weightOf(word)
    for (const hash of hashesOfWord(word)) add(scores, hash, weight)
    return scores
  })
  const accentScoresOf = remember((word) => {
    const scores = new Float64Array(samples.length)
    for (const hash of hashesOfAccents(word)) add(scores, hash, 1)
    return scores
  })
  const addAll = (sums: Float64Array, scores: Float64Array): void =>
    scores.forEach((score, at) => {
      sums[at] = (sums[at] as number) + score
    })
  const logs = (words: readonly string[], accented: readonly string[]): Float64Array => {
    const sums = new Float64Array(samples.length)
    for (const word of accented) addAll(sums, accentScoresOf(word))
    words.forEach((word, index) => {
      addAll(sums, scoresOf(word))
      if (index > 0) add(sums, pairHash(words[index - 1] as string, word), weightOf(word))
    })
    return sums.map((sum) => sum / TEMPERATURE)
  }

  return (text) => {
    const letters = text.match(OTHER_LETTER)?.length ?? 0
    if (letters > 2 && letters * 2 > (text.match(/\p{L}/gu)?.length ?? 0))
      return { lang: 'pt', spoken: false, sure: 1, evidence: 3 }
    if (!LETTER.test(text) || !LATIN.test(text)) return { lang: 'pt', spoken: true, sure: 0, evidence: 0 }

    const words = plainWordsOf(text)
    const telling = words.filter((word) => !NEUTRAL.has(word)).slice(0, ENOUGH_WORDS)
    const line = words.join(' ')
    if (MARKERS.some((marker) => marker.test(line)) && !BISSAU.test(line))
      return { lang: 'kea', spoken: true, sure: 0.99, evidence: telling.length }
    const scores = logs(telling, accentedWordsOf(text).slice(0, ENOUGH_WORDS))
    const top = Math.max(...scores)
    const weights = scores.map((score) => Math.exp(score - top))
    const sum = weights.reduce((a, b) => a + b, 0)
    const byAnswer = new Map<Lang, number>(LANGS.map((lang) => [lang, 0]))
    let foreign = 0
    let best = { at: 0, weight: -1 }
    samples.forEach((sample, at) => {
      const weight = (weights[at] ?? 0) / sum
      if (sample.spoken) byAnswer.set(sample.answerIn, (byAnswer.get(sample.answerIn) ?? 0) + weight)
      else foreign += weight
      if (weight > best.weight) best = { at, weight }
    })
    const winner = samples[best.at]
    if (!winner || telling.length === 0) return { lang: 'pt', spoken: true, sure: 0, evidence: 0 }
    return {
      lang: winner.answerIn,
      spoken: winner.spoken,
      sure: winner.spoken ? best.weight : foreign,
      evidence: telling.length,
    }
  }
}
