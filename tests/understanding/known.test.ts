import { expect, it } from 'vitest'
import { entryId } from '../../bot/ids.ts'
import { knownEntry, learnKnown } from '../../bot/understanding/known.ts'
import { KNOWLEDGE_DIR } from '../../knowledge/load.ts'
import { readContent } from '../../knowledge/read.ts'
import { LANGS } from '../../locales/languages.ts'
import { testWorld } from '../support/world.ts'

const entry = (id: string, questions: readonly string[]) => ({
  id: entryId(id),
  topic: 'test',
  related: [],
  aboutDanger: false,
  words: { en: { title: `The ${id}`, questions, answer: '' } },
})

it('knows a question by its words, not by accents, signs or capitals', () => {
  const known = learnKnown([entry('a', ['Où est-ce ?']), entry('b', ['what is it'])])
  expect(knownEntry(known, 'ou est ce')).toBe(0)
  expect(knownEntry(known, 'WHAT is it?!')).toBe(1)
  expect(knownEntry(known, 'what is that')).toBeNull()
  expect(knownEntry(known, '')).toBeNull()
})

it('leaves open what two entries have', () => {
  expect(knownEntry(learnKnown([entry('a', ['same here']), entry('b', ['same here'])]), 'same here')).toBeNull()
})

it('what somebody adds to an entry is answered from then on, in every entry and language', () => {
  const { knowledge } = testWorld()
  const asked = readContent(KNOWLEDGE_DIR).entries.flatMap(({ head, translations }) =>
    LANGS.flatMap((lang) => {
      const text = translations[lang]?.questions.at(-1)?.text
      return text ? [{ id: head.id, lang, text }] : []
    }),
  )
  const missed = asked.filter(({ id, lang, text }) => {
    const { outcome, entry } = knowledge.understand(text, { lang, chosen: true, topic: null })
    return outcome !== 'urgent' && entry !== id
  })
  expect(asked.length).toBeGreaterThan(400)
  // Some name no subject ("which office swaps it"): those are offered.
  expect(missed.length / asked.length).toBeLessThan(0.05)
})
