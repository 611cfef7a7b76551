import { describe, expect, it } from 'vitest'
import { createParts } from '../../bot/understanding/parts.ts'
import type { Lang } from '../../locales/languages.ts'
import { testWorld } from '../support/world.ts'

describe('where a second question begins', () => {
  const partsOf = createParts({ words: ['and', 'e'], before: ['where', 'tambem', 'onde'] })

  it.each([
    ['how do i get NIF and where can i open an account?', ['how do i get nif', 'where can i open an account']],
    ['Quero casar aqui e também quero saber do NIF!', ['quero casar aqui', 'tambem quero saber do nif']],
    ['What is the price?\nI have no contract, help', ['what is the price', 'i have no contract help']],
    ['bread and butter and where', ['bread and butter']],
    ['hello? where is it? why?', ['where is it']],
    ['so it went on and where it ended '.repeat(20), []],
    ['', []],
  ])('%s', (text, parts) => {
    expect(partsOf(text)).toEqual(parts)
  })
})

describe('two questions in one message', () => {
  const { knowledge } = testWorld()
  const ask = (lang: Lang, text: string) => knowledge.understand(text, { lang, chosen: true, topic: null })

  it.each([
    ['en', 'how do i get NIF and where can i open a bank account?', ['tax-number', 'bank-account']],
    ['pt', 'como tiro o NIF? e onde registo o nascimento do meu bebé?', ['tax-number', 'birth-registration']],
    ['fr', 'comment avoir le NIF et comment ouvrir un compte bancaire ?', ['tax-number', 'bank-account']],
    ['kea', 'modi N ta tra NIF? y undi N ta rejista nha mininu ki nase?', ['tax-number', 'birth-registration']],
  ] as const)('%s: %s', (lang, text, expected) => {
    const { outcome, entry, also, candidates } = ask(lang, text)
    if (outcome === 'answer') expect([entry, also]).toEqual(expected)
    else expect(candidates.slice(0, 2).map((one) => one.entry)).toEqual(expected)
  })

  it('a question with what it needs beside it stays one', () => {
    expect(ask('en', 'i want to renew my residence permit and how much does it cost').also).toBeNull()
    expect(ask('pt', 'quero o NIF e quanto tempo demora?').also).toBeNull()
  })
})
