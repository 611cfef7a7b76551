import { describe, expect, it } from 'vitest'
import { entryId } from '../../bot/ids.ts'
import type { Day } from '../../bot/time.ts'
import type { Lang } from '../../locales/languages.ts'
import { testWorld } from '../support/world.ts'

const { knowledge } = testWorld()

const asked = (topic: string, lang: Lang, text: string) =>
  knowledge.understand(text, { lang, chosen: true, topic: entryId(topic) })
const firstThree = (topic: string, lang: Lang, text: string): readonly string[] =>
  asked(topic, lang, text)
    .candidates.slice(0, 3)
    .map(({ entry }) => entry)

describe('a short question leans on what was spoken of', () => {
  it.each([
    ['residence-renewal', 'pt', 'e quanto custa?', 'residence-fees'],
    ['residence-renewal', 'kea', 'y kantu e?', 'residence-fees'],
    ['residence-renewal', 'pt', 'onde?', 'residence-where'],
    ['tax-number', 'en', 'where?', 'tax-number'],
    ['nationality-birth', 'pt', 'onde registo', 'birth-registration'],
  ] as const)('%s, %s "%s": %s comes first', (topic, lang, text, first) => {
    expect(asked(topic, lang, text).candidates[0]?.entry).toBe(first)
  })

  it.each([
    ['diploma-recognition', 'pt', 'demora muito?'],
    ['hiv-and-testing', 'kea', 'ta paga?'],
    ['street-vending', 'fr', 'combien ca coute'],
    ['bank-account', 'fr', 'quels papiers?'],
    ['visa-types', 'en', 'and how much?'],
  ] as const)(
    '%s, %s "%s": it is among the three, and nothing far from it is answered at once',
    (topic, lang, text) => {
      expect(firstThree(topic, lang, text)).toContain(topic)
      const { outcome, entry } = asked(topic, lang, text)
      const { related = [] } = knowledge.answer(entryId(topic), lang, '2026-03-02' as Day) ?? {}
      if (outcome === 'answer') expect([topic, ...related]).toContain(entry)
    },
  )

  it('a question with a subject of its own stands alone', () => {
    expect(asked('street-vending', 'fr', 'ou est ambassade du senegal').candidates[0]?.entry).toBe('consulates')
    expect(asked('residence-fees', 'en', 'how do i register my newborn baby').candidates[0]?.entry).toBe(
      'birth-registration',
    )
  })
})

describe('what a person says of themselves stays', () => {
  it('is kept in groups, the last of each group', () => {
    const first = knowledge.understand('i am from Ghana and want to stay here', {
      lang: 'en',
      chosen: true,
      topic: null,
    })
    expect(first.said).toContain('ecowas_country')
    const second = knowledge.understand('sorry, from Angola', {
      lang: 'en',
      chosen: true,
      topic: null,
      said: first.said,
    })
    expect(second.said).toContain('cplp_country')
    expect(second.said).not.toContain('ecowas_country')
    const third = knowledge.understand('how much is it', { lang: 'en', chosen: true, topic: null, said: second.said })
    expect(third.said).toContain('cplp_country')
  })

  it('leads to the rules of that country', () => {
    const score = (said: readonly string[]): number =>
      knowledge
        .understand('how do i stay and live here after 90 days', { lang: 'en', chosen: true, topic: null, said })
        .candidates.find(({ entry }) => entry === 'residence-ecowas')?.score ?? 0
    expect(score(['ecowas_country'])).toBeGreaterThan(score([]))
  })
})
