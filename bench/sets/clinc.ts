import { z } from 'zod'
import { ok, type Result } from '../../bot/result.ts'
import { readJson } from './json.ts'
import type { Labelled, PublicSet } from './set.ts'

const rowsSchema = z.array(z.tuple([z.string(), z.string()]))
const schema = z.object({ train: rowsSchema, test: rowsSchema, oos_train: rowsSchema, oos_test: rowsSchema })

const labelled = (rows: z.infer<typeof rowsSchema>): readonly Labelled[] =>
  rows.map(([text, label]) => ({ text, label }))

/** CLINC150 as its authors publish it: one JSON file, with sentences that belong to no label. Its part for tuning is not used. */
export const readClinc = ([text = '']: readonly string[]): Result<PublicSet, string> => {
  const read = readJson(text, schema)
  if (!read.ok) return read
  const { train, test, oos_train, oos_test } = read.value
  return ok({
    lang: 'en',
    learnt: labelled(train),
    asked: labelled(test),
    outside: { learnt: oos_train.map(([said]) => said), asked: oos_test.map(([said]) => said) },
  })
}
