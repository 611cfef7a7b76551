import { describe, expect, test } from 'vitest'
import { commandOf, languageNamed } from '../../bot/engine/commands.ts'
import { fold } from '../../bot/engine/fold.ts'
import { lengthOf } from '../../bot/text.ts'
import { flows } from '../../flows/index.ts'
import { COMMANDS, LANGUAGE_NAMES } from '../../locales/commands.ts'
import inboxEn from '../../locales/inbox/en.json' with { type: 'json' }
import inboxFr from '../../locales/inbox/fr.json' with { type: 'json' }
import inboxKea from '../../locales/inbox/kea.json' with { type: 'json' }
import inboxPt from '../../locales/inbox/pt.json' with { type: 'json' }
import { LANGS, type Lang, OWN_NAME } from '../../locales/languages.ts'
import { wordsOf } from '../../locales/translate.ts'
import webchatEn from '../../locales/webchat/en.json' with { type: 'json' }
import webchatFr from '../../locales/webchat/fr.json' with { type: 'json' }
import webchatKea from '../../locales/webchat/kea.json' with { type: 'json' }
import webchatPt from '../../locales/webchat/pt.json' with { type: 'json' }

type Words = Readonly<Record<Lang, Readonly<Record<string, string>>>>

const SETS: readonly (readonly [name: string, words: Words])[] = [
  ['the bot', { pt: wordsOf('pt'), en: wordsOf('en'), fr: wordsOf('fr'), kea: wordsOf('kea') }],
  ['the inbox', { pt: inboxPt, en: inboxEn, fr: inboxFr, kea: inboxKea }],
  ['the web chat', { pt: webchatPt, en: webchatEn, fr: webchatFr, kea: webchatKea }],
]

const holes = (text: string): readonly string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, hole = '']) => hole).sort()

describe.each(SETS)('the words of %s', (_, words) => {
  test.each(LANGS)('are complete in %s: every key and no other', (lang) =>
    expect(Object.keys(words[lang]).sort()).toEqual(Object.keys(words.pt).sort()),
  )

  test.each(LANGS)('have the same places to fill in %s as in Portuguese', (lang) => {
    const all = (of: Lang) => Object.fromEntries(Object.entries(words[of]).map(([key, text]) => [key, holes(text)]))
    expect(all(lang)).toEqual(all('pt'))
  })

  test.each(LANGS)('hold nothing empty and no stray brace or space in %s', (lang) => {
    for (const [key, text] of Object.entries(words[lang])) {
      expect(text, key).not.toBe('')
      expect(text.trim(), key).toBe(text)
      expect(text.replace(/\{\w+\}/g, ''), key).not.toMatch(/[{}]/)
    }
  })
})

const fromFlows = Object.values(flows).flatMap(({ nodes }) =>
  Object.values(nodes).flatMap((node) =>
    node.kind === 'ask' ? Object.values(node.choices).map(({ label }) => label) : [],
  ),
)
const isLabel = (key: string): boolean =>
  /^(common|choice|urgent\.kind|urgent\.safe)\b/.test(key) || fromFlows.some((label) => label === key)

describe.each(LANGS)('choices in %s', (lang) => {
  test('fit a row of a list on every channel: 24 letters', () => {
    const labels = Object.entries(wordsOf(lang)).filter(([key]) => isLabel(key))
    expect(labels.length).toBeGreaterThan(40)
    const tooLong = labels.filter(([, text]) => lengthOf(text) > 24)
    expect(tooLong).toEqual([])
    expect(lengthOf(OWN_NAME[lang])).toBeLessThanOrEqual(24)
  })
})

/** Phrase to everything it stands for, folded as the engine does. */
const meanings = (all: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>()
  for (const [meaning, phrases] of Object.entries(all))
    for (const phrase of phrases.map(fold)) found.set(phrase, [...new Set([...(found.get(phrase) ?? []), meaning])])
  return found
}
const ambiguous = (all: Readonly<Record<string, readonly string[]>>) =>
  [...meanings(all)].filter(([, of]) => of.length > 1)

const commands = Object.fromEntries(
  Object.entries(COMMANDS).map(([name, byLang]) => [name, LANGS.flatMap((lang) => byLang[lang])]),
)

describe('commands', () => {
  test('no phrase means two of them, or a command and a language', () =>
    expect(
      ambiguous({
        ...commands,
        ...Object.fromEntries(LANGS.map((lang) => [`language ${lang}`, LANGUAGE_NAMES[lang]])),
      }),
    ).toEqual([]))

  test('a phrase that means two things is found, though it is written differently', () =>
    expect(ambiguous({ a: ['stop'], b: ['go', 'Stóp!'] })).toEqual([['stop', ['a', 'b']]]))

  test.each(Object.entries(COMMANDS))(
    '%s has words in the four languages, and each of them is understood',
    (name, byLang) => {
      for (const lang of LANGS) {
        expect(byLang[lang].length, lang).toBeGreaterThan(0)
        for (const phrase of byLang[lang]) expect(commandOf(phrase), phrase).toBe(name)
      }
    },
  )

  test.each(LANGS)('the names of %s are understood', (lang) => {
    for (const name of [...LANGUAGE_NAMES[lang], OWN_NAME[lang]]) expect(languageNamed(name), name).toBe(lang)
  })

  test.each(LANGS)('what the bot tells people to write in %s is a command', (lang) => {
    const quoted = Object.values(wordsOf(lang)).flatMap((text) => [...text.matchAll(/[«“]([^»”{}]+)[»”]/g)])
    expect(quoted.length).toBeGreaterThan(5)
    for (const [, phrase = ''] of quoted) expect(commandOf(phrase), phrase).not.toBeNull()
  })
})
