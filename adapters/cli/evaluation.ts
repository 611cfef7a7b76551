import { z } from 'zod'
import { DANGERS } from '../../bot/danger.ts'
import type { Understanding, Understood } from '../../bot/ports/knowledge.ts'
import { fail, ok, type Result } from '../../bot/result.ts'
import { LANGS } from '../../locales/languages.ts'

const questionSchema = z.object({
  text: z.string(),
  lang: z.enum(LANGS),
  expect: z.array(z.string()).default([]),
  kind: z.enum(['question', 'out-of-scope', 'urgent', 'smalltalk']),
})
/** A sentence that is in danger of something, or uses the words of danger harmlessly. */
const dangerSchema = z
  .object({ text: z.string(), lang: z.enum(LANGS), danger: z.enum(DANGERS).nullable() })
  .transform(({ text, lang, danger }) => ({
    text,
    lang,
    expect: danger === null ? [] : [danger],
    kind: danger === null ? ('harmless' as const) : ('urgent' as const),
  }))
export type Row = Omit<z.output<typeof questionSchema>, 'kind'> & {
  readonly kind: z.output<typeof questionSchema>['kind'] | 'harmless'
}

const schemaOf = (value: unknown) =>
  typeof value === 'object' && value !== null && 'danger' in value ? dangerSchema : questionSchema

/** Every row of a file of JSON lines, or every line that is wrong. An empty file is wrong as well. */
export const readRows = (text: string): Result<readonly Row[], readonly string[]> => {
  const errors: string[] = []
  const rows: Row[] = []
  text.split('\n').forEach((line, at) => {
    if (line.trim() === '') return
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      errors.push(`line ${at + 1}: not JSON`)
      return
    }
    const row = schemaOf(value).safeParse(value)
    if (row.success) rows.push(row.data)
    else
      errors.push(
        `line ${at + 1}: ${row.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
      )
  })
  if (rows.length === 0 && errors.length === 0) errors.push('the file has no rows')
  return errors.length > 0 ? fail(errors) : ok(rows)
}

export type Scored = { readonly row: Row; readonly understood: Understood; readonly right: boolean }

/** Right: a question is answered by, or has among its first, an expected entry; anything else has its outcome. */
export const score = (row: Row, understanding: Understanding): Scored => {
  const understood = understanding.understand(row.text, { lang: null, chosen: false, topic: null })
  const right = ((): boolean => {
    switch (row.kind) {
      case 'question':
        return understood.candidates[0] !== undefined && row.expect.includes(understood.candidates[0].entry)
      case 'out-of-scope':
        return understood.outcome !== 'answer' && understood.outcome !== 'urgent'
      case 'urgent':
        return understood.outcome === 'urgent'
      case 'harmless':
        return understood.outcome !== 'urgent'
      case 'smalltalk':
        return understood.outcome === 'smalltalk' || understood.outcome === 'human'
    }
  })()
  return { row, understood, right }
}

/** The 95 % interval of Wilson for `hits` of `of`: honest for few rows, and never outside 0 to 1. */
export const wilson = (hits: number, of: number): { readonly low: number; readonly high: number } => {
  if (of === 0) return { low: 0, high: 1 }
  const z = 1.96
  const p = hits / of
  const middle = p + (z * z) / (2 * of)
  const half = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))
  const scale = 1 + (z * z) / of
  // At the ends the formula gives exactly 0 and 1, but for rounding.
  return { low: hits === 0 ? 0 : (middle - half) / scale, high: hits === of ? 1 : (middle + half) / scale }
}

const percent = (share: number): string => (share * 100).toFixed(0)

const rate = (name: string, hits: number, of: number): string => {
  if (of === 0) return `${name} -`
  const { low, high } = wilson(hits, of)
  return `${name} ${percent(hits / of)} % (${hits}/${of}; ${percent(low)}-${percent(high)})`
}

const ABOUT_DANGER: readonly Row['kind'][] = ['urgent', 'harmless']

const linesOf = (name: string, scored: readonly Scored[]): readonly string[] => {
  const of = (kind: Row['kind']): readonly Scored[] => scored.filter(({ row }) => row.kind === kind)
  const count = (rows: readonly Scored[], test: (each: Scored) => boolean): number => rows.filter(test).length
  const questions = of('question')
  const answered = questions.filter(({ understood }) => understood.outcome === 'answer')
  const among = (top: number) => (each: Scored) =>
    each.understood.candidates.slice(0, top).some(({ entry }) => each.row.expect.includes(entry))
  const offered = (each: Scored): boolean =>
    each.understood.outcome === 'answer'
      ? each.understood.entry !== null && each.row.expect.includes(each.understood.entry)
      : each.understood.outcome === 'suggest' && among(3)(each)
  const outside = of('out-of-scope')
  return [
    `${name}: ${scored.length} rows; ${rate(
      'language',
      count(scored, ({ row, understood }) => row.lang === understood.lang),
      scored.length,
    )}`,
    `  questions: ${rate('top 1', count(questions, among(1)), questions.length)}; ${rate('top 3', count(questions, among(3)), questions.length)}`,
    `  ${rate('answered at once', answered.length, questions.length)}; ${rate(
      'of these wrong',
      count(answered, (each) => !each.right),
      answered.length,
    )}; ${rate('answered or offered', count(questions, offered), questions.length)}`,
    `  ${rate(
      'out of scope not answered',
      count(outside, (each) => each.right),
      outside.length,
    )}; ${rate(
      'and called unknown',
      count(outside, ({ understood }) => understood.outcome === 'unknown'),
      outside.length,
    )}`,
    `  ${rate(
      'urgent found',
      count(of('urgent'), (each) => each.right),
      of('urgent').length,
    )}; ${rate(
      'of the right kind',
      count(
        of('urgent'),
        ({ row, understood }) => understood.urgency !== null && row.expect.includes(understood.urgency),
      ),
      count(of('urgent'), ({ row }) => row.expect.length > 0),
    )}; ${rate(
      'harmless words that alarm',
      count(of('harmless'), (each) => !each.right),
      of('harmless').length,
    )}`,
    `  ${rate(
      'smalltalk found',
      count(of('smalltalk'), (each) => each.right),
      of('smalltalk').length,
    )}; ${rate(
      'questions that alarm',
      count(scored, ({ row, understood }) => !ABOUT_DANGER.includes(row.kind) && understood.outcome === 'urgent'),
      count(scored, ({ row }) => !ABOUT_DANGER.includes(row.kind)),
    )}`,
  ]
}

/** What was wrong, on a line. */
export const wrongLine = ({ row, understood }: Scored): string =>
  `${row.lang} ${row.kind} wanted ${row.expect.join('|') || '-'} got ${understood.outcome} ${
    understood.urgency ??
    understood.candidates
      .slice(0, 3)
      .map((each) => each.entry)
      .join(', ')
  }: ${row.text}`

/** The whole evaluation in words, all languages first and then each. In brackets: the count and the 95 % interval of Wilson. */
export const report = (scored: readonly Scored[]): string =>
  [
    ...linesOf('all', scored),
    ...LANGS.flatMap((lang) =>
      linesOf(
        lang,
        scored.filter(({ row }) => row.lang === lang),
      ),
    ),
  ].join('\n')
