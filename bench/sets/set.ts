import type { Lang } from '../../locales/languages.ts'

/** A sentence and what it is about, by the name that the set gives. */
export type Labelled = { readonly text: string; readonly label: string }

/** A published set of questions. What is outside belongs to no label. */
export type PublicSet = {
  readonly lang: Lang
  readonly learnt: readonly Labelled[]
  readonly asked: readonly Labelled[]
  readonly outside: { readonly learnt: readonly string[]; readonly asked: readonly string[] }
}

export const NOTHING_OUTSIDE: PublicSet['outside'] = { learnt: [], asked: [] }

/** Of every label each so many-th sentence is asked, where a set is published in one piece. */
const HELD = 5

const byLabel = (rows: readonly Labelled[]): ReadonlyMap<string, readonly Labelled[]> =>
  Map.groupBy(rows, ({ label }) => label)

/** Parts a set that is published in one piece: of every label the first sentence and each fifth after it are asked, and no sentence is in both. */
export const holdBack = (rows: readonly Labelled[]): Pick<PublicSet, 'learnt' | 'asked'> => {
  const distinct = [...new Map(rows.map((row) => [row.text.toLowerCase(), row])).values()]
  const learnt: Labelled[] = []
  const asked: Labelled[] = []
  for (const of of byLabel(distinct).values())
    of.forEach((row, at) => {
      if (of.length > 1 && at % HELD === 0) asked.push(row)
      else learnt.push(row)
    })
  return { learnt, asked }
}

/** At most `most` rows, evenly over the whole: the same ones each time. */
export const thinned = <Row>(rows: readonly Row[], most: number): readonly Row[] =>
  rows.length <= most
    ? rows
    : Array.from({ length: most }, (_, at) => rows[Math.floor((at * rows.length) / most)] as Row)

/** At most `most` rows, as many of each label as of any other, the first ones: the same ones each time. */
export const fewerOfEach = (rows: readonly Labelled[], most: number): readonly Labelled[] => {
  if (rows.length <= most) return rows
  const labels = [...byLabel(rows).values()]
  let each = 1
  const taken = (limit: number): number => labels.reduce((sum, of) => sum + Math.min(of.length, limit), 0)
  while (taken(each + 1) <= most) each += 1
  return labels.flatMap((of) => of.slice(0, each))
}
