import { unitId } from '../../bot/ids.ts'
import type { Knowledge, Unit } from '../../bot/ports/knowledge.ts'
import type { World } from '../../bot/world.ts'
import { flows } from '../../flows/index.ts'
import type { Lang } from '../../locales/languages.ts'
import { translator } from '../../locales/translate.ts'

const inAll = (words: string): Readonly<Record<Lang, string>> => ({ pt: words, en: words, fr: words, kea: words })

const unit = (id: string): Unit => ({
  id: unitId(id),
  name: inAll(`Unit of ${id}`),
  short: inAll(`Unit of ${id}`),
  island: id,
  place: inAll(id),
  lat: 15,
  lon: -23,
  telephone: '',
  email: '',
  hours: null,
  headOffice: false,
})

/** Three units, one topic and nothing to answer: what staff do with a case needs no more, and the whole takes long to read. */
const knowledge: Knowledge = {
  units: ['sal', 'praia', 'boa-vista'].map(unit),
  topics: [{ id: 'residence', label: inAll('Residence'), entries: [] }],
  emergency: [],
  answer: () => null,
  title: () => null,
  danger: (kind) => ({ kind, text: kind }),
  unitFor: () => null,
  holiday: () => null,
  understand: () => ({
    lang: 'en',
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
}

/** The real engine, flows and words over a very small knowledge. */
export const smallWorld: World = {
  flows,
  knowledge,
  say: translator,
  keep: { conversationDays: 30, caseDays: 365 },
}
