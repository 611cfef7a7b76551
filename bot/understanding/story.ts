import { fold, wordsOf } from './normalise.ts'
import type { Ranking } from './rank.ts'

/*
 * A long message tells who somebody is, how they came and what others said, and asks one thing somewhere. As a whole it is near
 * to everything that it mentions; so each of its parts is asked too, and what one part surely asks for comes to the front.
 */

/** A message of more words is a story. */
const STORY = 32
/** Words of a part: about a long sentence. */
const PART = 16
/** Fewer words say nothing by themselves. */
const LEAST = 3

/** The parts of a story, cut at the ends of its sentences; a shorter message has none. */
export const partsOfStory = (text: string): readonly string[] => {
  if (wordsOf(fold(text)).length <= STORY) return []
  const parts: string[][] = []
  for (const sentence of text.split(/(?<=[.?!;:])\s+|\n+/)) {
    const words = sentence.split(/\s+/)
    const last = parts.at(-1)
    if (last && last.length + words.length <= PART) {
      last.push(...words)
      continue
    }
    const size = Math.ceil(words.length / Math.ceil(words.length / PART))
    for (let at = 0; at < words.length; at += size) parts.push(words.slice(at, at + size))
  }
  return parts.map((words) => words.join(' ')).filter((part) => wordsOf(fold(part)).length >= LEAST)
}

/** The order of the whole, with what its parts ask for: a part that is sure of one entry counts more than several that are not. */
export const withParts = ({ order }: Ranking, parts: readonly Ranking[]): Ranking['order'] => {
  const scores = new Map(order.map(({ label, p }) => [label, p]))
  for (const part of parts) for (const { label, p } of part.order) scores.set(label, (scores.get(label) ?? 0) + p ** 2)
  const sum = [...scores.values()].reduce((all, score) => all + score, 0)
  return [...scores]
    .map(([label, score]) => ({ label, p: score / sum }))
    .sort((a, b) => b.p - a.p || a.label - b.label)
    .slice(0, order.length)
}
