import fc from 'fast-check'
import { expect, it } from 'vitest'
import { commonOf, createMask } from '../../bot/understanding/mask.ts'
import { fold } from '../../bot/understanding/normalise.ts'
import { testWorld } from '../support/world.ts'

const mask = createMask(['quanto', 'custa', 'residencia', 'fatumata', 'para a', 'obrigado'], ['Fatumatá'])

it('takes for common what stands in three questions', () => {
  const words = new Map([
    ['quanto', 0],
    ['residencia', 1],
    ['djalo', 2],
  ])
  expect(commonOf(words, Int32Array.of(9, 3, 2))).toEqual(['quanto', 'residencia'])
})

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

it('what the program has learnt from masks the names that people have here, and keeps what they ask', () => {
  const { knowledge } = testWorld()
  const kept = (text: string) => knowledge.understand(text, { lang: 'pt', chosen: false, topic: null }).masked
  for (const name of [
    'Fatou',
    'Djaló',
    'Mamadou Diallo',
    'Aminata',
    'Blessing',
    'Kofi',
    'Maria Tavares',
    'João',
    'Zenaida',
    'Nelson',
  ])
    expect(kept(`bom dia, chamo-me ${name} e quero saber quanto custa a residência`), name).toBe(
      'bom dia, chamo-me … e quero saber quanto custa a residência',
    )
})
