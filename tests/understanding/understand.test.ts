import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { entryId, unitId } from '../../bot/ids.ts'
import type { Knowledge } from '../../bot/ports/knowledge.ts'
import { createUnderstanding } from '../../bot/understanding/understand.ts'
import { loadKnowledge } from '../../knowledge/load.ts'
import { LANGS, type Lang } from '../../locales/languages.ts'

const NEW = { lang: null, chosen: false, topic: null } as const

let knowledge: Knowledge
beforeAll(() => {
  const loaded = loadKnowledge()
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error, null, 2))
  knowledge = loaded.value
})

describe('what a message is about', () => {
  it.each([
    ['residence-fees', 'quanto vou pagar pela autorização de residência'],
    ['residence-fees', 'how much money is the residence permit'],
    ['residence-fees', 'la carte de résident ça coûte combien'],
    ['residence-fees', 'kantu ki ta kusta residénsia'],
    ['minimum-wage', 'qual é o salário mínimo aqui'],
    ['minimum-wage', 'what is the minimum wage'],
    ['school-enrolment', 'how do i enrol my daughter in school'],
    ['school-enrolment', 'comment inscrire mon fils à l’école'],
    ['family-reunification', 'quero trazer a minha mulher e os filhos para viver comigo'],
    ['card-lost', 'perdi o cartão de residência'],
    ['interpreter', 'preciso de alguém que traduza para wolof'],
  ])('%s is among the first three for: %s', (entry, text) => {
    const { candidates } = knowledge.understand(text, NEW)
    expect(candidates.slice(0, 3).map((each) => each.entry)).toContain(entry)
  })

  it('answers at once where it is sure, and names the entry it ranks first', () => {
    const understood = knowledge.understand('quanto custa a autorização de residência', NEW)
    expect(understood.outcome).toBe('answer')
    expect(understood.entry).toBe(understood.candidates[0]?.entry)
  })

  it('never answers nonsense at once', () => {
    for (const text of ['asdf qwer zxcv', 'xxx', '?????', 'blorp ding'])
      expect(knowledge.understand(text, NEW).outcome).not.toBe('answer')
  })

  it('understands a message with typing errors much like the right one', () => {
    const entries = knowledge.understand('quanto cusat a residenica', NEW).candidates.map((each) => each.entry)
    expect(entries.slice(0, 3)).toContain('residence-fees')
  })
})

describe('what comes before the entries', () => {
  it('danger comes first, even in a greeting', () => {
    expect(knowledge.understand('olá, o meu marido bate-me', NEW)).toMatchObject({
      outcome: 'urgent',
      urgency: 'violence',
    })
  })

  it.each([
    ['greeting', 'Bom dia!'],
    ['greeting', 'hello sir'],
    ['thanks', 'merci beaucoup'],
    ['thanks', 'obrigadu txeu'],
    ['bye', 'ate amanha'],
    ['robot', 'are you a robot?'],
    ['robot', 'bonjour, vous etes une machine ?'],
    ['yes', 'sim'],
    ['no', 'nau'],
    ['insult', 'you are useless'],
  ])('%s: %s', (smalltalk, text) => {
    expect(knowledge.understand(text, NEW)).toMatchObject({ outcome: 'smalltalk', smalltalk })
  })

  it.each([
    'quero falar com uma pessoa',
    'can i speak to someone please',
    'je veux parler à quelqu’un',
    'n kre papia ku un pesoa',
  ])('a person: %s', (text) => {
    expect(knowledge.understand(text, NEW).outcome).toBe('human')
  })

  it('a question after a greeting is a question', () => {
    expect(knowledge.understand('bom dia, quanto custa a autorização de residência', NEW).outcome).not.toBe('smalltalk')
  })
})

describe('the language of the answer', () => {
  const understand = (text: string, lang: Lang | null, chosen = false) =>
    knowledge.understand(text, { lang, chosen, topic: null })

  it('keeps a language that was chosen', () => {
    expect(understand('how much does it cost to renew my permit', 'fr', true).lang).toBe('fr')
  })

  it('stays with the talk where a message is too short to tell', () => {
    expect(understand('visto', 'en')).toMatchObject({ lang: 'en', langSure: false })
    expect(understand('ok', 'kea').lang).toBe('kea')
  })

  it('changes where the message is clear', () => {
    expect(understand('how much does it cost to renew my permit', 'fr')).toMatchObject({ lang: 'en', langSure: true })
    expect(understand('n ka sabe undi ki n ta bai', 'pt')).toMatchObject({ lang: 'kea', langSure: true })
  })

  it('never changes to a language because of one that is not spoken', () => {
    expect(understand('necesito hablar con usted sobre mi hermano', 'en')).toMatchObject({
      lang: 'en',
      langSure: false,
    })
  })
})

describe('any input', () => {
  it('is understood twice the same, with the promised shape', () => {
    const ids = new Set(knowledge.topics.flatMap((topic) => topic.entries))
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.constantFrom<Lang | null>(null, ...LANGS),
        (text, lang) => {
          const understood = knowledge.understand(text, { lang, chosen: false, topic: null })
          expect(understood).toEqual(knowledge.understand(text, { lang, chosen: false, topic: null }))
          expect(understood.candidates.length).toBeLessThanOrEqual(5)
          expect(understood.candidates.every(({ entry, score }) => ids.has(entry) && score >= 0 && score <= 1)).toBe(
            true,
          )
          expect(understood.entry !== null).toBe(understood.outcome === 'answer')
          expect(understood.urgency !== null).toBe(understood.outcome === 'urgent')
          expect(understood.smalltalk !== null).toBe(understood.outcome === 'smalltalk')
        },
      ),
    )
  })

  it('may be very long', () => {
    expect(knowledge.understand('quero saber onde '.repeat(50_000), NEW).candidates.length).toBeGreaterThan(0)
  })
})

it('works, and knows nothing, without any entry', () => {
  const none = { pt: [], en: [], fr: [], kea: [] }
  const empty = createUnderstanding({
    entries: [],
    languages: [{ name: 'pt', answerIn: 'pt', spoken: true, common: [], texts: ['bom dia'] }],
    abbreviations: { pt: new Map(), en: new Map(), fr: new Map(), kea: new Map() },
    outside: {},
    names: [],
    concepts: {},
    talk: { lasting: {}, asking: [], joining: { words: [], before: [] } },
    smalltalk: {
      greeting: none,
      opening: none,
      thanks: none,
      bye: none,
      insult: none,
      robot: none,
      yes: none,
      no: none,
      person: none,
      filler: none,
    },
    dangers: { groups: {}, tables: [], not: [], examples: [] },
  })
  expect(empty.understand('bom dia', NEW)).toMatchObject({ outcome: 'unknown', entry: null, candidates: [] })
})

describe('places and answers of the real knowledge', () => {
  it.each([
    ['sal', 'moro em santa maria'],
    ['boa-vista', 'sal rei'],
    ['sao-vicente', 'mindelu'],
    ['sao-vicente', 'mindello'],
    ['santa-catarina', 'asomada'],
    ['praia', 'n ta mora na praia'],
  ])('%s serves: %s', (unit, text) => {
    expect(knowledge.unitFor(text)).toBe(unitId(unit))
  })

  it('recognises no place where none is named', () => {
    expect(knowledge.unitFor('não sei')).toBeNull()
    expect(knowledge.unitFor('')).toBeNull()
  })

  it('has an answer and a title for every entry of every topic in every language', () => {
    const entries = knowledge.topics.flatMap((topic) => topic.entries)
    expect(entries.length).toBeGreaterThanOrEqual(25)
    for (const id of entries)
      for (const lang of LANGS) {
        const answer = knowledge.answer(id, lang, '2026-11-25' as never)
        expect(answer?.text).not.toMatch(/\{|\}/)
        expect(answer?.title).toBe(knowledge.title(id, lang))
      }
    expect(knowledge.answer(entryId('no-such-entry'), 'pt', '2026-11-25' as never)).toBeNull()
  })
})
