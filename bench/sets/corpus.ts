import { z } from 'zod'
import { ok, type Result } from '../../bot/result.ts'
import { readJson } from './json.ts'
import { NOTHING_OUTSIDE, type PublicSet } from './set.ts'

const schema = z.object({
  sentences: z.array(z.object({ text: z.string(), intent: z.string(), training: z.boolean() })),
})

/** The corpora of Braun and others (2017): one JSON file, each sentence says whether it is for training. `None` is a label like any other there. */
export const readCorpus = ([text = '']: readonly string[]): Result<PublicSet, string> => {
  const read = readJson(text, schema)
  if (!read.ok) return read
  const { sentences } = read.value
  const part = (training: boolean) =>
    sentences.filter((each) => each.training === training).map((each) => ({ text: each.text, label: each.intent }))
  return ok({ lang: 'en', learnt: part(true), asked: part(false), outside: NOTHING_OUTSIDE })
}
