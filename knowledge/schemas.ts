import { z } from 'zod'
import { DANGERS } from '../bot/danger.ts'
import type { Day } from '../bot/time.ts'
import { LANGS, type Lang } from '../locales/languages.ts'

/** The files of this folder as the program reads them. Unknown keys are refused: most of them are typing errors. */

const words = z.string().trim().min(1)
const perLanguage = z.strictObject({ pt: words, en: words, fr: words, kea: words })
const perLanguageOrOne = z.union([perLanguage, words.transform((all) => ({ pt: all, en: all, fr: all, kea: all }))])
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'an id has small letters, digits and hyphens')
const day = z
  .union([z.date().transform((date) => date.toISOString().slice(0, 10)), z.iso.date()], 'a day is written 2026-11-22')
  .transform((value) => value as Day)
const list = <T extends z.ZodType>(item: T) => z.union([z.array(item), item.transform((one) => [one])])

export const factSchema = z.union([
  z.number().transform((value) => ({ kind: 'number' as const, value })),
  z.date().transform((value) => ({ kind: 'date' as const, value: value.toISOString().slice(0, 10) as Day })),
  words.transform((value) => ({ kind: 'words' as const, value })),
])
export type Fact = z.output<typeof factSchema>

const source = z
  .strictObject({ title: words, url: z.url({ protocol: /^https?$/ }).optional(), law: words.optional(), read_on: day })
  .refine((value) => value.url !== undefined || value.law !== undefined, 'a source has a url or a law')

export const entrySchema = z.strictObject({
  id,
  topic: id,
  version: z.int().min(1),
  facts: z
    .record(z.string().regex(/^[a-z][a-z0-9_]*$/, 'a fact is named with small letters and _'), factSchema)
    .default({}),
  sources: z.array(source).min(1, 'an entry has at least one source'),
  verified: z.union(
    [z.strictObject({ on: day, by: words }), z.strictObject({ pending: words, with: list(id) })],
    'verified has either `on` and `by`, or `pending` and `with`',
  ),
  confirm_with: z.array(id).default([]),
  review_every: z
    .string()
    .regex(/^\d+ (day|week|month|year)s?$/, 'review_every is written like "3 months"')
    .transform((value) => ({ count: Number.parseInt(value, 10), unit: value.replace(/^\d+ |s$/g, '') })),
  desk: words,
  related: z.array(id).max(4, 'at most four related entries').default([]),
})
export type EntryHead = z.output<typeof entrySchema>

export const headerSchema = z.strictObject({ translates: z.int().min(1), checked_by: words })

const spans = z.array(z.tuple([z.int().min(0).max(1440), z.int().min(0).max(1440)]))

export const unitsSchema = z
  .array(
    z.strictObject({
      id,
      name: perLanguageOrOne,
      short: perLanguageOrOne,
      island: id,
      place: perLanguageOrOne,
      aliases: z.array(words).default([]),
      lat: z.number().min(-90).max(90),
      lon: z.number().min(-180).max(180),
      telephone: z.string().default(''),
      email: z.string().default(''),
      hours: z
        .record(z.string().regex(/^[0-6]$/, 'a weekday is 0 (Sunday) to 6'), spans)
        .nullable()
        .default(null),
      duty: z.string().default(''),
      head_office: z.boolean().default(false),
      covers: z.array(words).default([]),
    }),
  )
  .min(1)

export const islandsSchema = z.array(
  z.strictObject({ id, name: perLanguageOrOne, aliases: z.array(words).default([]), unit: id }),
)

export const contactsSchema = z.array(
  z.strictObject({
    id,
    name: perLanguageOrOne,
    abbreviation: z.string().nullish(),
    numbers: z
      .array(z.strictObject({ number: words, free: z.boolean().optional(), note: z.unknown().optional() }))
      .nullish()
      .transform((numbers) => numbers ?? []),
    web: z.string().nullish(),
    email: z.string().nullish(),
    confidence: z.string().nullish(),
    /** How the number may be used, for whoever edits. */
    use: z.unknown().optional(),
    note: z.unknown().optional(),
    source: z.unknown().optional(),
  }),
)
export type Contact = z.output<typeof contactsSchema>[number]

export const holidaysSchema = z.array(
  z
    .strictObject({
      date: z
        .string()
        .regex(/^\d\d-\d\d$/, 'a fixed holiday is written "07-05" (month-day)')
        .optional(),
      /** Days after Easter Sunday; negative before it. */
      easter: z.int().optional(),
      name: perLanguageOrOne,
      source: z.unknown().optional(),
      note: z.unknown().optional(),
      municipality: z.string().optional(),
    })
    .refine((value) => (value.date === undefined) !== (value.easter === undefined), 'a holiday has `date` or `easter`'),
)
export type Holiday = z.output<typeof holidaysSchema>[number]

export const topicsSchema = z.array(z.strictObject({ id, label: perLanguageOrOne, entries: z.array(id).min(1) }))

const phrases = z.array(words)
export const urgentSchema = z.strictObject({
  kind: z.enum(DANGERS),
  phrases: z.strictObject({ pt: phrases, en: phrases, fr: phrases, kea: phrases }),
  not: phrases.default([]),
  reply: perLanguage,
})
export type UrgentFile = z.output<typeof urgentSchema>

/** A line of urgent/examples/LANGUAGE.jsonl. */
export const urgentExampleSchema = z.strictObject({
  danger: z.enum(DANGERS).nullable(),
  text: words,
})
export type UrgentExample = z.output<typeof urgentExampleSchema> & { readonly lang: Lang }

/** Groups of words that the phrases of all kinds share, written `@name`, and near misses that cancel any kind. */
export const urgentWordsSchema = z.strictObject({
  groups: z.record(z.string().regex(/^[a-z]+$/, 'a group is named with small letters'), phrases),
  not: phrases.default([]),
})

const abbreviations = z.record(z.string(), z.string()).default({})
export const languageSchema = z.strictObject({
  /** Words that only help to tell the language. */
  words: z.array(z.coerce.string()),
  phrases: phrases,
  abbreviations,
})
export const otherLanguagesSchema = z.record(
  z.string(),
  z.strictObject({ answer_in: z.enum(LANGS), words: z.array(z.coerce.string()), phrases }),
)
export const SMALLTALK = [
  'greeting',
  'opening',
  'thanks',
  'bye',
  'insult',
  'robot',
  'yes',
  'no',
  'person',
  'filler',
] as const
export const smalltalkSchema = z.strictObject(
  Object.fromEntries(
    SMALLTALK.map((kind) => [kind, z.strictObject({ pt: phrases, en: phrases, fr: phrases, kea: phrases })]),
  ) as Record<
    (typeof SMALLTALK)[number],
    z.ZodObject<{ pt: typeof phrases; en: typeof phrases; fr: typeof phrases; kea: typeof phrases }>
  >,
)
/** Questions that are no question for this assistant. */
/** Names of people, in no order. */
export const namesSchema = z.array(words).min(1)
export const outsideSchema = z.strictObject({ pt: phrases, en: phrases, fr: phrases, kea: phrases })
/** What ideas mean in a talk: those that stay true, in groups, and those that only ask. */
export const talkSchema = z.strictObject({
  lasting: z.record(z.string(), z.array(z.string()).min(1)),
  asking: z.array(z.string()),
  joining: z.strictObject({ words: z.array(z.string()), before: z.array(z.string()) }),
})
/** One idea, and the words for it in all languages together. */
export const conceptsSchema = z.record(z.string(), z.array(z.coerce.string()).min(1))
