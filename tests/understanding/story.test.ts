import { expect, it } from 'vitest'
import { wordsOf } from '../../bot/understanding/normalise.ts'
import { partsOfStory, withParts } from '../../bot/understanding/story.ts'

const words = (count: number, name = 'word'): string =>
  Array.from({ length: count }, (_, at) => `${name}${at}`).join(' ')

it('takes a message of usual length as a whole', () => {
  expect(partsOfStory('Cheguei ontem. Onde renovo o cartão? É caro?')).toEqual([])
  expect(partsOfStory(words(32))).toEqual([])
  expect(partsOfStory('')).toEqual([])
})

it('cuts a story at the ends of its sentences, and puts short ones together', () => {
  const story = `${words(10, 'a')}. ${words(5, 'b')}! ${words(12, 'c')}? ${words(9, 'd')}`
  expect(partsOfStory(story)).toEqual([`${words(10, 'a')}. ${words(5, 'b')}!`, `${words(12, 'c')}?`, words(9, 'd')])
})

it('cuts a story without signs into equal parts, and loses no word', () => {
  const parts = partsOfStory(words(50))
  expect(parts.map((part) => wordsOf(part).length)).toEqual([13, 13, 13, 11])
  expect(parts.join(' ')).toBe(words(50))
})

it('brings to the front what one part is sure of', () => {
  const ranking = (...order: [number, number][]) => ({ order: order.map(([label, p]) => ({ label, p })), evidence: [] })
  const whole = ranking([1, 0.2], [2, 0.15], [3, 0.1])
  const order = withParts(whole, [ranking([1, 0.3], [4, 0.2]), ranking([3, 0.9], [1, 0.05])])
  expect(order.map(({ label }) => label)).toEqual([3, 1, 2])
  expect(withParts(whole, []).map(({ label }) => label)).toEqual([1, 2, 3])
})
