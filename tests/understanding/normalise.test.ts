import fc from 'fast-check'
import { expect, it } from 'vitest'
import { creoleKey, expand, fold, wordsOf } from '../../bot/understanding/normalise.ts'
import { createSpelling, oneApart } from '../../bot/understanding/spelling.ts'

it('folds case, accents, apostrophes and long letters', () => {
  expect(fold('PRECIIIISO, é já!')).toBe('preciso, e ja!')
  expect(wordsOf(fold('N’ka sabê'))).toEqual(['n', 'ka', 'sabe'])
})

it('brings the spellings of a Creole word and its Portuguese cousin together', () => {
  const keys = ['residência', 'residensia', 'rezidensia', 'rizidénsia'].map((word) => creoleKey(fold(word)))
  expect(new Set(keys).size).toBe(1)
  expect(creoleKey('kontratu')).toBe(creoleKey('contrato'))
  expect(creoleKey('trabadju')).not.toBe(creoleKey('passaporte'))
})

it('leaves short words and numbers without a key', () => {
  expect(creoleKey('ka')).toBeNull()
  expect(creoleKey('2024')).toBeNull()
})

it('writes short forms out in their own language only', () => {
  const table = { pt: new Map([['pk', 'porque']]), en: new Map(), fr: new Map([['pk', 'pourquoi']]), kea: new Map() }
  expect(expand(['pk', 'sim'], 'pt', table)).toEqual(['porque', 'sim'])
  expect(expand(['pk'], 'fr', table)).toEqual(['pourquoi'])
  expect(expand(['pk'], 'kea', table)).toEqual(['pk'])
})

it('finds a word in spite of one letter left out, added, changed or swapped', () => {
  const near = createSpelling(['contrato', 'patrao', 'escola'])
  for (const typo of ['contrto', 'conntrato', 'contrsto', 'contarto']) expect(near(typo)).toEqual(['contrato'])
  expect(near('contrario')).toEqual([])
})

it('never calls two words near that are more than one edit apart', () => {
  const near = createSpelling(['passaporte', 'residencia', 'trabalho'])
  fc.assert(fc.property(fc.string({ maxLength: 14 }), (word) => near(word).every((found) => oneApart(found, word))))
})

it('folds any text to itself the second time, in bounded length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const once = wordsOf(fold(text)).join(' ')
      expect(wordsOf(fold(once)).join(' ')).toBe(once)
    }),
  )
  expect(fold('a b '.repeat(100_000)).length).toBeLessThan(5_000)
})
