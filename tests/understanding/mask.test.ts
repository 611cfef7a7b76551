import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createMask } from '../../bot/understanding/mask.ts'
import { fold } from '../../bot/understanding/normalise.ts'

const count = new Map([
  ['quanto', 9],
  ['custa', 5],
  ['residencia', 3],
  ['fatumata', 1],
])
const mask = createMask(count, ['para a', 'obrigado'])

it('keeps common words as they were written, and masks every other word and every number', () => {
  expect(mask('Quanto custa a Residência para Fatumata Djaló?')).toBe('Quanto custa a Residência para … ?')
  expect(mask('quanto custa 5000 para +238 991 22 33')).toBe('quanto custa # para # # # #')
})

it('masks addresses whole', () => {
  expect(mask('quanto custa obrigado.custa@quanto.com ou https://quanto.custa/a?a=quanto')).toBe('quanto custa …')
})

it('never lets a word or a number through that it does not know', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      const words = mask(text).match(/[\p{L}\p{N}]+/gu) ?? []
      for (const word of words) expect(['quanto', 'custa', 'residencia', 'para', 'a', 'obrigado']).toContain(fold(word))
    }),
  )
})
