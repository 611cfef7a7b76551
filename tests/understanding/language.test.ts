import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLanguageDetector, learnLanguages } from '../../bot/understanding/language.ts'
import { KNOWLEDGE_DIR } from '../../knowledge/load.ts'
import { readContent } from '../../knowledge/read.ts'
import { understandingData } from '../../knowledge/words.ts'

const detect = createLanguageDetector(learnLanguages(understandingData(readContent(KNOWLEDGE_DIR)).languages))

describe('the language of a message', () => {
  it.each([
    ['pt', 'a minha vizinha disse que já entregou tudo na semana passada'],
    ['pt', 'vc sabe me dizer onde fica issu pf'],
    ['en', 'my neighbour told me she handed everything in last week'],
    ['en', 'oga abeg how i go take know say e don ready'],
    ['fr', 'ma voisine ma dit kelle a tout donné la semaine derniere'],
    ['fr', 'je ne comprends rien à ce qu’ils veulent'],
    ['kea', 'nha vizinha fla-m ma dja el ntrega tudu simana pasadu'],
    ['kea', 'm ka ta entende nada d kel k bzot dzê'],
    ['kea', 'nka sabe undi qui m podi bai'],
  ])('%s: %s', (lang, text) => {
    expect(detect(text)).toMatchObject({ lang, spoken: true })
  })

  it('is certain of Creole by its grammar alone', () => {
    expect(detect('n ka ten dokumentu').sure).toBeGreaterThan(0.9)
    expect(detect('es sta ta papia ku el').sure).toBeGreaterThan(0.9)
  })

  it('is told by accents what the letters alone leave open', () => {
    expect([detect('vôu').lang, detect('vou').lang]).toEqual(['kea', 'pt'])
    expect(detect('à la').sure).toBeGreaterThan(0.95)
    expect(detect('a la').sure).toBeLessThan(0.8)
    // The same letters with the accents apart, as some keyboards write them.
    expect(detect('vôu à la'.normalize('NFD'))).toEqual(detect('vôu à la'))
  })

  it('does not take the "n" of Portuguese phones for Creole', () => {
    expect(detect('n tem problema, n sei quando volto, mas obrigado na mesma').lang).toBe('pt')
  })

  it('knows that it does not speak a language, and in which one such a person is answered', () => {
    expect(detect('necesito hablar con usted sobre mi hermano que está en la ciudad')).toMatchObject({
      lang: 'pt',
      spoken: false,
    })
    expect(detect('dama bëgg xam fan laa wara dem ngir kayit yi')).toMatchObject({ lang: 'fr', spoken: false })
    expect(detect('我想续签我的居留证')).toMatchObject({ spoken: false })
    expect(detect('أريد تجديد الإقامة')).toMatchObject({ spoken: false })
  })

  it('has no opinion without words, or where a word is the same everywhere', () => {
    for (const text of ['', '👍👍', '12345', 'ok', 'passport', 'https://example.org/abc'])
      expect(detect(text).sure).toBeLessThan(0.8)
  })

  it('answers any text, the same twice, between 0 and 1', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const found = detect(text)
        expect(found).toEqual(detect(text))
        expect(found.sure).toBeGreaterThanOrEqual(0)
        expect(found.sure).toBeLessThanOrEqual(1)
      }),
    )
  })
})
