import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { i18nFor } from '../../adapters/inbox/web/lib/i18n.ts'
import { lastWords } from '../../adapters/inbox/web/ui/labels.ts'
import en from '../../locales/inbox/en.json' with { type: 'json' }
import fr from '../../locales/inbox/fr.json' with { type: 'json' }
import kea from '../../locales/inbox/kea.json' with { type: 'json' }
import pt from '../../locales/inbox/pt.json' with { type: 'json' }
import { LANGS } from '../../locales/languages.ts'

const WORDS: Readonly<Record<(typeof LANGS)[number], Readonly<Record<string, string>>>> = { pt, en, fr, kea }
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

describe.each(LANGS)('the words of the inbox in %s', (lang) => {
  const words = WORDS[lang]

  it('have every key and no other', () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(pt).sort())
  })

  it('have the same places to fill as in Portuguese, and none is empty', () => {
    for (const [key, text] of Object.entries(words)) {
      expect(text.trim(), key).toBe(text)
      expect(text, key).not.toBe('')
      expect(holes(text), key).toEqual(holes(WORDS.pt[key] ?? ''))
    }
  })

  it('do not shout', () => {
    for (const [key, text] of Object.entries(words)) expect(text, key).not.toContain('!')
  })
})

it('Kabuverdianu is written in the official alphabet, which has no c, q, w or ç', () => {
  // Names of others, and of settings.
  const foreign =
    /\b(CSV|Ctrl|WhatsApp|Web|link|e-mail|Chromium|Cloud API|Webhook|Configuration)\b|\bWHATSAPP_[A-Z_]+/gi
  for (const [key, text] of Object.entries(kea)) {
    const own = text.replace(/\{\w+\}/g, '').replace(foreign, '')
    expect(own, key).not.toMatch(/[cqwç]/i)
  }
})

it('islands have the names that they have in the knowledge', () => {
  const yaml = readFileSync(join(import.meta.dirname, '../../knowledge/islands.yaml'), 'utf8')
  const islands = z.array(z.object({ id: z.string(), name: z.record(z.enum(LANGS), z.string()) })).parse(parse(yaml))
  expect(islands.length).toBe(10)
  for (const lang of LANGS) {
    const named = islands.map(({ id }) => [id, WORDS[lang][`island.${id}`]])
    expect(named).toEqual(islands.map(({ id, name }) => [id, name[lang]]))
  }
})

it('what was sent without words is told in words', () => {
  const said = (words: string) => lastWords(i18nFor('pt'), words)
  expect(['🎤', '📷', '📍', '📎', '📎 contrato de trabalho.pdf'].map(said)).toEqual([
    'Nota de voz',
    'Fotografia',
    'Lugar',
    'Documento',
    'Documento: contrato de trabalho.pdf',
  ])
  for (const own of ['o patrão não paga', '🎤 ouviu?', '', 'constructor']) expect(said(own)).toBe(own)
})

it('a wait of less than a minute has a length too', () => {
  expect(LANGS.map((lang) => i18nFor(lang).t('row.waits', { time: i18nFor(lang).span(20_000).long }))).toEqual([
    'Espera há menos de um minuto',
    'Waiting for less than a minute',
    "Attend depuis moins d'une minute",
    'Ta spera dja ten menus di un minutu',
  ])
})
