import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findLinks, readAnswer, takeCalls, takeName } from '../../adapters/webchat/page/answer.ts'
import { LANGS } from '../../locales/languages.ts'
import en from '../../locales/webchat/en.json' with { type: 'json' }
import fr from '../../locales/webchat/fr.json' with { type: 'json' }
import kea from '../../locales/webchat/kea.json' with { type: 'json' }
import pt from '../../locales/webchat/pt.json' with { type: 'json' }

const KNOWN = [
  { name: 'Polícia', number: '132', free: true },
  { name: 'Ambulância', number: '130', free: false },
]
const SHORT = ['132', '130']

const linksIn = (text: string) =>
  findLinks(text, SHORT).flatMap((piece) => (piece.kind === 'link' ? [[piece.text, piece.href]] : []))

describe('an answer in blocks', () => {
  test('lead, steps, points and source, in their order', () => {
    const text =
      'Avise a DEF.\n\nFaça assim:\n1. Vá.\n2) Peça.\n\n- cartão\n- foto\n\nFonte: AAI\nLido em 2026.\nConfirme com: DEF.'
    expect(readAnswer(text)).toEqual([
      { kind: 'lead', text: 'Avise a DEF.' },
      { kind: 'text', text: 'Faça assim:' },
      { kind: 'steps', first: 1, items: ['Vá.', 'Peça.'] },
      { kind: 'points', items: ['cartão', 'foto'] },
      { kind: 'source', text: 'Fonte: AAI\nLido em 2026.\nConfirme com: DEF.' },
    ])
  })

  test.each(['Fonte: x', 'Source: x', 'Source : x', 'Fonti: x'])('%s is a source', (line) => {
    expect(readAnswer(`Sim.\n\n${line}`).at(-1)).toEqual({ kind: 'source', text: line })
  })

  test('a short text alone is no headline, and a long first line is none', () => {
    expect(readAnswer('Olá.')).toEqual([{ kind: 'text', text: 'Olá.' }])
    expect(readAnswer(`${'x'.repeat(200)}\n\nfim`)[0]?.kind).toBe('text')
  })

  test('no word is lost, whatever the text', () => {
    const piece = fc.constantFrom('um', 'dois ', '\n', '\n\n', '1. ', '- ', 'Fonte: ', '132', ' ', 'aai.gov.cv', '•')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('')
        const kept = readAnswer(text)
          .map((block) => ('items' in block ? block.items.join(' ') : block.text))
          .join(' ')
        const letters = (value: string) => value.replace(/[^a-zA-Z]/g, '')
        expect(letters(kept)).toBe(letters(text))
      }),
    )
  })
})

describe('links', () => {
  test('pages and telephone numbers, written as people write them', () => {
    expect(linksIn('AAI (aai.gov.cv/a/permanência-–-b), https://www.inps.cv/x.')).toEqual([
      ['aai.gov.cv', 'https://aai.gov.cv/a/permanência-–-b'],
      ['inps.cv', 'https://www.inps.cv/x'],
    ])
    expect(linksIn('336 04 14, 800 10 20, 800 2008, +238 261 62 71 ou 132.')).toEqual([
      ['336 04 14', 'tel:3360414'],
      ['800 10 20', 'tel:8001020'],
      ['800 2008', 'tel:8002008'],
      ['+238 261 62 71', 'tel:+2382616271'],
      ['132', 'tel:132'],
    ])
  })

  test.each([
    'custa 6 132 escudos',
    '132,50',
    'Lei 132/V/2001',
    '1 132 dias',
    'icieg@sapo.cv',
    'telefone 131',
    'artigo 132',
    'art. 130',
    'n.º 132',
    'javascript:alert(1)',
    'data:text/html,x',
    '14.930',
  ])('%s holds none', (text) => {
    expect(linksIn(text)).toEqual([])
  })

  test('a link leads only to the web or the telephone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const [, href] of linksIn(text)) expect(href).toMatch(/^(https?:\/\/|tel:\+?\d+$)/)
      }),
    )
  })

  test('words stay as they are', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const plain = text.replace(/[./:]/g, ' ')
        expect(
          findLinks(plain, SHORT)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(plain)
      }),
    )
  })
})

describe('numbers to call', () => {
  test('are taken in the order of the text, with the name of the service or the words beside them', () => {
    const text = 'Ligue já: 130 (ambulância). Depois: 132 (polícia). ICIEG, violência em casa: 261 62 71.\nNão espere.'
    expect(takeCalls(text, KNOWN)).toEqual({
      calls: [KNOWN[1], KNOWN[0], { name: 'ICIEG, violência em casa', number: '261 62 71', free: false }],
      rest: text,
    })
  })

  test('lines that only name a number become rows', () => {
    expect(takeCalls('Polícia: 132\nAmbulância: 130\n\nO que se passa?', KNOWN)).toEqual({
      calls: KNOWN,
      rest: 'O que se passa?',
    })
  })

  test('a text without numbers stays whole', () => {
    expect(takeCalls('Está em perigo?', KNOWN)).toEqual({ calls: [], rest: 'Está em perigo?' })
  })
})

test('the name before a message of the unit', () => {
  expect(takeName('Zenaida, Unidade do Sal:\nTraga: o passaporte')).toEqual({
    name: 'Zenaida, Unidade do Sal',
    rest: 'Traga: o passaporte',
  })
  expect(takeName('Traga: o passaporte')).toEqual({ name: null, rest: 'Traga: o passaporte' })
})

describe('the words of the page', () => {
  const words: Record<(typeof LANGS)[number], Record<string, string>> = { pt, en, fr, kea }
  test.each(LANGS)('%s has every word, with the same places for values', (lang) => {
    expect(Object.keys(words[lang])).toEqual(Object.keys(pt))
    for (const [key, text] of Object.entries(words[lang])) {
      expect(text.trim(), key).not.toBe('')
      expect(text.match(/\{\w+\}/g) ?? [], key).toEqual(pt[key as keyof typeof pt].match(/\{\w+\}/g) ?? [])
    }
  })
  test('Kabuverdianu keeps to its alphabet', () => {
    const foreign = Object.entries(kea).filter(([, text]) => /[cqwç]/i.test(text.replace(/Escape|\{\w+\}/g, '')))
    expect(foreign).toEqual([])
  })
})
