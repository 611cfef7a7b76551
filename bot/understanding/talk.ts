import type { EntryId } from '../ids.ts'
import type { UnderstandingData } from './data.ts'
import type { Example, Favour } from './rank.ts'
import { featuresIn, type Texts } from './texts.ts'

/*
 * What the talk so far says about a new question: "and how much does it cost?" stays with what was answered, and somebody
 * who said that they come from Senegal does not mean the rules for Angola.
 */

/** A question of few words leans on what went before. */
const MOST_WORDS_OF_A_FOLLOW_UP = 7
/** How much likelier the entry spoken of is then, those named with it, and the others of its topic: where the question names no subject of its own, and where it does. */
const WITHOUT_SUBJECT = { same: 256, related: 64, topic: 6 }
const WITH_SUBJECT = { same: 1.5, related: 2, topic: 1.3 }
/** How much likelier an entry is, all of whose examples are about what the person said of themselves. */
const STEER = 2

/** For an idea that lasts: the share of the examples of each entry in which it stands, by the number of the entry. Plain data. */
export type Steering = ReadonlyMap<string, ReadonlyMap<number, number>>

export const learnSteering = (
  lasting: UnderstandingData['talk']['lasting'],
  ideas: ReadonlyMap<string, number>,
  texts: Texts,
  examples: readonly Example[],
): Steering => {
  const names = Object.values(lasting).flat()
  const named = new Map(names.map((name) => [ideas.get(name) ?? -1, name]))
  const hits = new Map(names.map((name) => [name, new Map<number, number>()]))
  const all = new Map<number, number>()
  const count = (counts: Map<number, number> | undefined, label: number): void => {
    counts?.set(label, (counts.get(label) ?? 0) + 1)
  }
  for (const { text, label, weight } of examples) {
    if (weight !== 1) continue
    count(all, label)
    for (const idea of featuresIn(texts, text, 'idea')) count(hits.get(named.get(idea) ?? ''), label)
  }
  return new Map(
    names.map((name) => [
      name,
      new Map([...(hits.get(name) ?? [])].map(([label, times]) => [label, times / (all.get(label) ?? 1)])),
    ]),
  )
}

/** What stays true after a text with these ideas: of each group the last that was named. */
export const saidAfter = (
  lasting: UnderstandingData['talk']['lasting'],
  said: readonly string[],
  ideas: readonly string[],
): readonly string[] =>
  Object.values(lasting).flatMap((group) => {
    const now = group.filter((idea) => ideas.includes(idea))
    return now.length > 0 ? now : group.filter((idea) => said.includes(idea))
  })

/** `on`: the entry on which a question leans that names no subject of its own; null where it stands alone. */
export type Leaning = { readonly favour: Favour; readonly on: UnderstandingData['entries'][number] | null }

/** How much likelier each entry is because of the talk so far. `about`: the entries that were answered or offered last, the likeliest first. */
export const createTalk = (
  entries: UnderstandingData['entries'],
  asking: readonly string[],
  steering: Steering,
): ((talk: {
  readonly words: number
  readonly ideas: readonly string[]
  readonly about: readonly EntryId[]
  readonly said: readonly string[]
}) => Leaning) => {
  const labelOf = new Map(entries.map((entry, label) => [entry.id, label]))
  const onlyAsks = new Set(asking)
  return ({ words, ideas, about, said }) => {
    const favour = new Map<number, number>()
    const raise = (label: number, factor: number): void => {
      favour.set(label, (favour.get(label) ?? 1) * factor)
    }
    for (const idea of said) for (const [label, share] of steering.get(idea) ?? []) raise(label, 1 + STEER * share)
    const spokenOf = about.flatMap((id) => entries[labelOf.get(id) ?? -1] ?? [])
    if (spokenOf.length === 0 || words > MOST_WORDS_OF_A_FOLLOW_UP) return { favour, on: null }
    const onlyAsking = ideas.every((idea) => onlyAsks.has(idea))
    const factors = onlyAsking ? WITHOUT_SUBJECT : WITH_SUBJECT
    entries.forEach((entry, label) => {
      if (spokenOf.some((one) => one.id === entry.id)) raise(label, factors.same)
      else if (spokenOf.some((one) => one.related.includes(entry.id))) raise(label, factors.related)
      else if (spokenOf[0]?.topic === entry.topic) raise(label, factors.topic)
    })
    return { favour, on: onlyAsking ? (spokenOf[0] ?? null) : null }
  }
}
