import { z } from 'zod'
import { ASKED } from '../../bot/effect.ts'
import type { EntryId } from '../../bot/ids.ts'
import { LANGS } from '../../locales/languages.ts'
import { brandedId } from './contract-failures.ts'

/*
 * The page "Perguntas", for administrators and leads. What is listed is masked of names and numbers and of no unit.
 *
 * GET  questions?lang&how&most     -> questionList     GET  questions/entries   -> entryList
 * POST questions/:id/add addRequest -> done            POST questions/:id/drop  -> done
 */

const lang = z.enum(LANGS)
const how = z.enum(ASKED)
const entry = brandedId<EntryId>()

/** So many are shown at first, and so many more at a time. */
export const QUESTIONS_SHOWN = 30
const MOST_SHOWN = 3_000

export const questionQuery = z.object({
  lang: lang.optional(),
  how: how.optional(),
  most: z.coerce.number().int().min(1).max(MOST_SHOWN).default(QUESTIONS_SHOWN),
})

export const question = z.object({
  id: z.string(),
  how,
  lang,
  /** Masked: "…" for a word, "#" for a number. */
  words: z.string(),
  times: z.int().positive(),
  /** `2026-11-14`: no time, so that nobody is found by it. */
  lastDay: z.iso.date(),
  /** What was answered or chosen; null where nobody knew. */
  entry: entry.nullable(),
  /** What the bot takes for likeliest now, best first, without `entry`. */
  likely: z.array(entry),
})
export type Question = z.output<typeof question>

export const questionList = z.object({
  /** The most frequent first. */
  questions: z.array(question),
  /** In the language asked for, whatever the way; `all` together. */
  counts: z.object({ all: z.int(), useful: z.int(), chosen: z.int(), unknown: z.int() }),
  /** False: the folder of the answers cannot be written, so that nothing can be added. */
  writable: z.boolean(),
})

/** Every entry, in the order of the menu. `title`: as people read it. */
export const entryList = z.object({
  entries: z.array(z.object({ id: entry, topic: z.string(), title: z.record(lang, z.string()) })),
})
export type Entry = z.output<typeof entryList>['entries'][number]

/** `words`: the question as the person who reviews it writes it. What they must be is checked with the knowledge. */
export const addRequest = z.object({ entry, lang, words: z.string().trim().min(1).max(2_000) })
