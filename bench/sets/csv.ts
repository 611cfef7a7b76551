import { z } from 'zod'
import { fail, ok, type Result } from '../../bot/result.ts'
import { type Labelled, NOTHING_OUTSIDE, type PublicSet } from './set.ts'

/** The rows of a CSV file: a quoted cell may hold commas, line ends, and quotes written twice. */
const rowsOf = (csv: string): readonly (readonly string[])[] => {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === ',') continue
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  return rows
}

const rowSchema = z.tuple([z.string().min(1), z.string().min(1)])

const labelled = (csv: string, file: string): Result<readonly Labelled[], string> => {
  const [head, ...rows] = rowsOf(csv)
  if (head?.join() !== 'text,category') return fail(`${file}: the first line is not text,category`)
  const read = z.array(rowSchema).safeParse(rows)
  if (!read.success)
    return fail(`${file}: line ${Number(read.error.issues[0]?.path[0]) + 2} is no sentence with its label`)
  return ok(read.data.map(([text, label]) => ({ text: text.trim(), label })))
}

/** BANKING77 as PolyAI publishes it: a CSV file to learn and one to ask, `text,category`. */
export const readCsv = ([train = '', test = '']: readonly string[]): Result<PublicSet, string> => {
  const learnt = labelled(train, 'train.csv')
  if (!learnt.ok) return learnt
  const asked = labelled(test, 'test.csv')
  if (!asked.ok) return asked
  return ok({ lang: 'en', learnt: learnt.value, asked: asked.value, outside: NOTHING_OUTSIDE })
}
