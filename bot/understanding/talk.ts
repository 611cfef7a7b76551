import type { EntryId } from '../ids.ts'
import type { UnderstandingData } from './data.ts'
import type { Example, Favour } from './rank.ts'

/*
 * What the talk so far says about a new question: "and how much does it cost?" stays with what was answered, and somebody
 * who said that they come from Senegal does not mean the rules for Angola.
 */

/** A question of few words leans on what went before. */
const MOST_WORDS_OF_A_FOLLOW_UP = 7
/** How much likelier the entry answered last is then, those named with it, and the others of its topic. */
const SAME = 2
const RELATED = 5
const SAME_TOPIC = 3
/** How much likelier an entry is, all of whose examples are about what the person said of themselves. */
const STEER = 2

/** For an idea that lasts: the share of the examples of each entry in which it stands, by the number of the entry. Plain data. */
export type Steering = ReadonlyMap<string, ReadonlyMap<number, number>>

export const learnSteering = (
  lasting: UnderstandingData['lasting'],
  ideas: ReadonlyMap<string, number>,
  examples: readonly Example[],
): Steering => {
  const all = new Map<number, number>()
  for (const { label, weight } of examples) if (weight === 1) all.set(label, (all.get(label) ?? 0) + 1)
  return new Map(
    Object.values(lasting)
      .flat()
      .map((idea) => {
        const number = ideas.get(idea) ?? -1
        const hits = new Map<number, number>()
        for (const { features, label, weight } of examples)
          if (weight === 1 && features.at.includes(number)) hits.set(label, (hits.get(label) ?? 0) + 1)
        return [idea, new Map([...hits].map(([label, count]) => [label, count / (all.get(label) ?? 1)]))]
      }),
  )
}

/** What stays true after a text with these ideas: of each group the last that was named. */
export const saidAfter = (
  lasting: UnderstandingData['lasting'],
  said: readonly string[],
  ideas: readonly string[],
): readonly string[] =>
  Object.values(lasting).flatMap((group) => {
    const now = group.filter((idea) => ideas.includes(idea))
    return now.length > 0 ? now : group.filter((idea) => said.includes(idea))
  })

/** How much likelier each entry is because of the talk so far. */
export const createTalk = (
  entries: UnderstandingData['entries'],
  steering: Steering,
): ((talk: { readonly words: number; readonly topic: EntryId | null; readonly said: readonly string[] }) => Favour) => {
  const labelOf = new Map(entries.map((entry, label) => [entry.id, label]))
  return ({ words, topic, said }) => {
    const favour = new Map<number, number>()
    const raise = (label: number, factor: number): void => {
      favour.set(label, (favour.get(label) ?? 1) * factor)
    }
    for (const idea of said) for (const [label, share] of steering.get(idea) ?? []) raise(label, 1 + STEER * share)
    const last = topic === null ? undefined : entries[labelOf.get(topic) ?? -1]
    if (last && words <= MOST_WORDS_OF_A_FOLLOW_UP)
      entries.forEach((entry, label) => {
        if (entry.id === last.id) raise(label, SAME)
        else if (last.related.includes(entry.id)) raise(label, RELATED)
        else if (entry.topic === last.topic) raise(label, SAME_TOPIC)
      })
    return favour
  }
}
