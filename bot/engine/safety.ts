import { DANGERS, type Danger } from '../danger.ts'
import { fold, wordsOf } from '../understanding/normalise.ts'
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

/** Shorter words are too close to each other for a typing error to be forgiven. */
const FORGIVING = 6

/** Sentence ends count as one word, so that phrases rarely reach over them. */
const sentenceWords = (text: string): readonly string[] =>
  wordsOf(
    fold(text)
      .replace(/[.!?…\n]+(?:\s|$)/g, ' \u2e31 ')
      .replace(/\u2e31/g, ' 0stop0 '),
  )

/** All slots of all tables once, findable by the first word of their runs. */
const createIndex = (slots: Iterable<Slot>) => {
  const whole = new Map<string, { key: string; run: Run }[]>()
  const stems = new Map<string, { key: string; run: Run }[]>()
  const long = new Set<string>()
  const add = (map: typeof whole, word: string, item: { key: string; run: Run }): void => {
    const found = map.get(word)
    if (found) found.push(item)
    else map.set(word, [item])
  }
  const seen = new Set<string>()
  for (const slot of slots) {
    if (seen.has(slot.key)) continue
    seen.add(slot.key)
    for (const run of slot.runs) {
      const first = run.words[0] ?? ''
      add(run.stem && run.words.length === 1 ? stems : whole, first, { key: slot.key, run })
      if (first.length >= FORGIVING) long.add(first)
    }
  }
  const near = createSpelling(long)

  return (words: readonly string[]): ReadonlyMap<string, readonly Hit[]> => {
    const hits = new Map<string, Hit[]>()
    const take = (key: string, hit: Hit): void => {
      const found = hits.get(key)
      if (found) found.push(hit)
      else hits.set(key, [hit])
    }
    const continues = (run: Run, at: number): boolean =>
      run.words.every((word, offset) => {
        if (offset === 0) return true
        const said = words[at + offset] ?? ''
        return run.stem && offset === run.words.length - 1 ? said.startsWith(word) : said === word
      })
    words.forEach((word, at) => {
      let known = false
      const look = (map: typeof whole, form: string, exact: boolean): void => {
        for (const { key, run } of map.get(form) ?? [])
          if (continues(run, at)) {
            known = true
            take(key, { start: at, end: at + run.words.length, exact })
          }
      }
      look(whole, word, true)
      for (let length = 2; length <= word.length; length += 1) look(stems, word.slice(0, length), true)
      if (known || word.length < FORGIVING) return
      for (const form of near(word)) {
        look(whole, form, false)
        look(stems, form, false)
      }
      for (const length of [word.length - 1, word.length - 2, word.length - 3])
        if (length >= FORGIVING) for (const form of near(word.slice(0, length))) look(stems, form, false)
    })
    return hits
  }
}

/** Every way in which a phrase fits, as the span of words it covers. One typing error needs an exact companion. */
const matches = (phrase: Phrase, hits: ReadonlyMap<string, readonly Hit[]>): readonly Span[] => {
  let open: { start: number; end: number; exact: boolean }[] = []
  for (const [index, slot] of phrase.slots.entries()) {
    const found = hits.get(slot.key)
    if (!found) return []
    const gap = phrase.gaps[index] ?? 0
    open =
      index === 0
        ? found.map((hit) => ({ ...hit }))
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

/**
 * Recognises danger in a text, before everything else. Pure, any text in bounded time, all languages at once. Where
 * several kinds are named, the one that stands first in DANGERS. Throws where a phrase names a group that is not there.
 */
export const createSafety = (data: DangerTables): ((text: string) => Danger | null) => {
  const phrase = createPhrases(data.groups)
  const compile = (phrases: readonly string[]): readonly Phrase[] => phrases.map(phrase)
  const never = compile(data.not)
  const tables = DANGERS.map((kind) => {
    const own = data.tables.filter((table) => table.kind === kind)
    return {
      kind,
      phrases: compile(own.flatMap((table) => table.phrases)),
      not: compile(own.flatMap((table) => table.not)),
    }
  })
  const find = createIndex(
    [...never, ...tables.flatMap((table) => [...table.phrases, ...table.not])].flatMap(({ slots }) => slots),
  )

  return (text) => {
    const hits = find(sentenceWords(text))
    if (hits.size === 0) return null
    const always = never.flatMap((phrase) => matches(phrase, hits))
    for (const { kind, phrases, not } of tables) {
      let cancelled: readonly Span[] | null = null
      for (const phrase of phrases)
        for (const span of matches(phrase, hits)) {
          cancelled ??= [...always, ...not.flatMap((each) => matches(each, hits))]
          if (!cancelled.some((other) => other.start < span.end && span.start < other.end)) return kind
        }
    }
    return null
  }
}
