import { describe, expect, it } from 'vitest'
import { createAfterGreeting } from '../../bot/understanding/smalltalk.ts'
import { KNOWLEDGE_DIR } from '../../knowledge/load.ts'
import { readContent } from '../../knowledge/read.ts'
import { understandingData } from '../../knowledge/words.ts'
import { testWorld } from '../support/world.ts'

describe('what follows a greeting', () => {
  const after = createAfterGreeting(understandingData(readContent(KNOWLEDGE_DIR)).smalltalk)

  it.each([
    ['Bom dia xefe, qt custa a residensia?', 'qt custa a residensia'],
    ['hello good morning sir how much is the permit', 'how much is the permit'],
    ['Bonjour chef c combien', 'c combien'],
    ['qt custa a residensia, bom dia', 'qt custa a residensia, bom dia'],
    ['ajuda social onde', 'ajuda social onde'],
    ['como está o meu pedido', 'como está o meu pedido'],
    ['bom dia senhor', 'bom dia senhor'],
    ['xefe nao me paga', 'xefe nao me paga'],
    ['', ''],
  ])('%s', (text, question) => expect(after(text)).toBe(question))
})

it.each([
  'bom dia xefe qt custa a residensia?',
  'good morning sir how much is residence permit',
  'oi xefi kantu ki ta kusta rezidensia',
])('whoever is greeted is not what is asked about: %s', (text) => {
  const context = { lang: null, chosen: false, topic: null } as const
  expect(testWorld().knowledge.understand(text, context)).toMatchObject({ outcome: 'answer', entry: 'residence-fees' })
})
