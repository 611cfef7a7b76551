import { DANGERS, type Danger } from '../danger.ts'
import { fold, wordsOf } from '../understanding/normalise.ts'
import { remember } from '../understanding/remember.ts'
import { createSpelling } from '../understanding/spelling.ts'
import { createPhrases, type Phrase, type Run, type Slot } from './phrase.ts'

/** The words of one kind of danger, all languages together: people mix them. */
export type DangerTable = {
  readonly kind: Danger
  readonly phrases: readonly string[]
  /** Near misses: a phrase that overlaps one of these does not count. */
  readonly not: readonly string[]
}
export type DangerTables = {
  readonly groups: Readonly<Record<string, readonly string[]>>
  readonly tables: readonly DangerTable[]
  /** Near misses of every kind. */
  readonly not: readonly string[]
}

/** Where a place of a phrase was found: from word `start` up to, and without, word `end`. */
type Hit = { readonly start: number; readonly end: number; readonly exact: boolean }
type Span = { readonly start: number; readonly end: number }
/** Where each slot was found, by its number, and which were found at all. */
type Hits = { readonly at: readonly (readonly Hit[] | undefined)[]; readonly slots: readonly number[] }

/** Shorter words are too close to each other for a typing error to be forgiven. */
const FORGIVING = 6

/** Sentence ends count as one word, so that phrases rarely reach over them. */
const sentenceWords = (text: string): readonly string[] =>
  wordsOf(
    fold(text)
      .replace(/[.!?…\n]+(?:\s|$)/g, ' \u2e31 ')
      .replace(/\u2e31/g, ' 0stop0 '),
  )

/** A run that the word at hand begins, and the slots that it fills. */
type Begun = { readonly run: Run; readonly slots: number[] }

/** All slots of all tables once, findable by the first word of their runs. What it gives is overwritten by the next call. */
const createIndex = (slots: Iterable<Slot>) => {
  const whole = new Map<string, Begun[]>()
  const stems = new Map<string, Begun[]>()
  const long = new Set<string>()
  const begun = new Map<string, Begun>()
  const add = (run: Run, slot: number): void => {
    const text = `${run.words.join(' ')}${run.stem ? '*' : ''}`
    const known = begun.get(text)
    if (known) {
      known.slots.push(slot)
      return
    }
    const item = { run, slots: [slot] }
    begun.set(text, item)
    const first = run.words[0] ?? ''
    const map = run.stem && run.words.length === 1 ? stems : whole
    const found = map.get(first)
    if (found) found.push(item)
    else map.set(first, [item])
    if (first.length >= FORGIVING) long.add(first)
  }
  const seen = new Set<number>()
  for (const { number, runs } of slots) {
    if (seen.has(number)) continue
    seen.add(number)
    for (const run of runs) add(run, number)
  }
  const near = createSpelling(long)
  /** The runs that a word begins, and those that it begins if a typing error is forgiven. */
  const begunBy = remember((word) => {
    const exact = [...(whole.get(word) ?? [])]
    for (let length = 2; length <= word.length; length += 1) exact.push(...(stems.get(word.slice(0, length)) ?? []))
    const forgiven: Begun[] = []
    if (word.length >= FORGIVING) {
      for (const form of near(word)) forgiven.push(...(whole.get(form) ?? []), ...(stems.get(form) ?? []))
      for (const length of [word.length - 1, word.length - 2, word.length - 3])
        if (length >= FORGIVING)
          for (const form of near(word.slice(0, length))) forgiven.push(...(stems.get(form) ?? []))
    }
    return { exact, forgiven }
  })

  // Thousands of slots, of which a text fills few: the same list for every text, emptied where it was filled.
  const hits = new Array<Hit[] | undefined>(seen.size).fill(undefined)
  const filled: number[] = []
  return (words: readonly string[]): Hits => {
    for (const slot of filled.splice(0)) hits[slot] = undefined
    const take = (slot: number, hit: Hit): void => {
      const found = hits[slot]
      if (found) {
        found.push(hit)
        return
      }
      hits[slot] = [hit]
      filled.push(slot)
    }
    const continues = ({ words: wanted, stem }: Run, at: number): boolean => {
      const last = wanted.length - 1
      for (let offset = 1; offset <= last; offset += 1) {
        const said = words[at + offset] ?? ''
        const want = wanted[offset] as string
        if (stem && offset === last ? !said.startsWith(want) : said !== want) return false
      }
      return true
    }
    words.forEach((word, at) => {
      let known = false
      const look = (runs: readonly Begun[], exact: boolean): void => {
        for (const { run, slots } of runs) {
          if (!continues(run, at)) continue
          known = true
          const hit = { start: at, end: at + run.words.length, exact }
          for (const slot of slots) take(slot, hit)
        }
      }
      const { exact, forgiven } = begunBy(word)
      look(exact, true)
      if (!known) look(forgiven, false)
    })
    return { at: hits, slots: filled }
  }
}

/** Every way in which a phrase fits, as the span of words it covers. One typing error needs an exact companion. */
const matches = ({ slots, gaps }: Phrase, { at }: Hits): readonly Span[] => {
  for (const { number } of slots) if (at[number] === undefined) return []
  let open: readonly Hit[] = []
  for (const [index, { number }] of slots.entries()) {
    const found = at[number] ?? []
    const gap = gaps[index] ?? 0
    open =
      index === 0
        ? found
        : open.flatMap((before) =>
            found
              .filter((hit) => hit.start >= before.end && hit.start - before.end <= gap)
              .map((hit) => ({ start: before.start, end: hit.end, exact: before.exact || hit.exact })),
          )
    if (open.length === 0) return []
    // A text that repeats the same word a thousand times must not multiply.
    if (open.length > 50) open = open.slice(0, 50)
  }
  return open.filter((each) => each.exact)
}

/** Thousands of phrases, findable by what stands in their first place. */
type Phrases = ReadonlyMap<number, readonly Phrase[]>

const byFirstPlace = (phrases: readonly Phrase[]): Phrases =>
  Map.groupBy(phrases, ({ slots }) => slots[0]?.number ?? -1)

const matchesOf = (phrases: Phrases, hits: Hits): readonly Span[] => {
  const spans: Span[] = []
  for (const slot of hits.slots) for (const phrase of phrases.get(slot) ?? []) spans.push(...matches(phrase, hits))
  return spans
}

/**
 * Recognises danger in a text, before everything else. Pure, any text in bounded time, all languages at once. Where
 * several kinds are named, the one that stands first in DANGERS. Throws where a phrase names a group that is not there.
 */
export const createSafety = (data: DangerTables): ((text: string) => Danger | null) => {
  const read = createPhrases(data.groups)
  const never = data.not.map(read)
  const tables = DANGERS.map((kind) => {
    const own = data.tables.filter((table) => table.kind === kind)
    return {
      kind,
      phrases: own.flatMap((table) => table.phrases).map(read),
      not: own.flatMap((table) => table.not).map(read),
    }
  })
  const all = [...never, ...tables.flatMap((table) => [...table.phrases, ...table.not])]
  const find = createIndex(all.flatMap(({ slots }) => slots))
  const always = byFirstPlace(never)
  const kinds = tables.map(({ kind, phrases, not }) => ({
    kind,
    phrases: byFirstPlace(phrases),
    not: byFirstPlace(not),
  }))

  return (text) => {
    const hits = find(sentenceWords(text))
    if (hits.slots.length === 0) return null
    let harmless: readonly Span[] | null = null
    for (const { kind, phrases, not } of kinds) {
      const found = matchesOf(phrases, hits)
      if (found.length === 0) continue
      harmless ??= matchesOf(always, hits)
      const cancelled = [...harmless, ...matchesOf(not, hits)]
      if (found.some((span) => !cancelled.some((other) => other.start < span.end && span.start < other.end)))
        return kind
    }
    return null
  }
}
