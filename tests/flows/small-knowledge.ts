import { entryId, unitId } from '../../bot/ids.ts'
import type { Knowledge, Unit } from '../../bot/ports/knowledge.ts'
import type { Day } from '../../bot/time.ts'
import { LANGS, type Lang } from '../../locales/languages.ts'

const inEach = (text: string) => Object.fromEntries(LANGS.map((lang) => [lang, text])) as Record<Lang, string>

const unit = (id: string, headOffice: boolean): Unit => ({
  id: unitId(id),
  name: inEach(`Unit of ${id}`),
  short: inEach(`unit of ${id}`),
  island: id,
  place: inEach(`Street 1, ${id}`),
  lat: 16,
  lon: -23,
  telephone: '',
  email: '',
  hours: null,
  headOffice,
})

/** Two units, and an answer to every entry that is asked for by name; understands nothing that is written freely. */
export const smallKnowledge: Knowledge = {
  understand: (_text, { lang }) => ({
    lang: lang ?? 'pt',
    langSure: false,
    foreign: false,
    outcome: 'unknown',
    entry: null,
    also: null,
    urgency: null,
    smalltalk: null,
    felt: false,
    uneasy: false,
    said: [],
    masked: '',
    candidates: [],
  }),
  answer: (id, lang) => ({
    id,
    topic: 'residence',
    lang,
    otherLanguage: false,
    title: `Title of ${id}`,
    text: `Answer of ${id}`,
    more: null,
    sources: [{ title: 'A law', url: null, readOn: '2026-11-22' as Day }],
    confirmWith: [],
    checkedOn: '2026-11-22' as Day,
    overdue: false,
    related: [],
    desk: 'general',
  }),
  title: (id) => `Title of ${id}`,
  danger: (kind) => ({ kind, text: `Call 132: ${kind}` }),
  topics: [{ id: 'residence', label: inEach('Residence'), entries: [entryId('privacy')] }],
  emergency: [{ id: 'police', name: inEach('Police'), number: '132', free: true }],
  units: [unit('sal', false), unit('praia', true)],
  unitFor: () => null,
  holiday: () => null,
}
