import { wilson } from '../adapters/cli/evaluation.ts'
import { entryId } from '../bot/ids.ts'
import type { Understanding } from '../bot/ports/knowledge.ts'
import type { UnderstandingData } from '../bot/understanding/data.ts'
import { learn } from '../bot/understanding/learn.ts'
import { createUnderstanding } from '../bot/understanding/understand.ts'
import type { Lang } from '../locales/languages.ts'
import { askAll, type Found, hits, timed, toldLanguage } from './asking.ts'
import { type Asked, RIVALS } from './rivals.ts'
import { PUBLISHED, type Published, readSets } from './sets/published.ts'
import { fewerOfEach, type Labelled, type PublicSet, thinned } from './sets/set.ts'
import { percentile, table } from './table.ts'

/** A set with more is cut: a rival would take too many minutes. */
const MOST_LEARNT = 15_000
const MOST_ASKED = 5_000
/** A slow one compares a question with every sentence it knows: so many comparisons at most, which is some minutes, and so many questions. */
const MOST_COMPARISONS = 2_000_000
const MOST_FOR_SLOW = 400

const NOBODY = { pt: [], en: [], fr: [], kea: [] }

/**
 * What a set gives to learn, and nothing of the project but the abbreviations of the language: no lexicon of ideas, no smalltalk,
 * no danger. The language is given, so that it cannot be mistaken.
 */
export const dataOf = (set: PublicSet, own: UnderstandingData): UnderstandingData => ({
  entries: [...Map.groupBy(set.learnt, ({ label }) => label)].map(([label, rows]) => {
    const questions = rows.slice(1).map(({ text }) => text)
    // An entry has a title, from which is learnt as from a question: one of the questions, so that nothing is added.
    const words = { questions, title: rows[0]?.text ?? '', answer: '' }
    return { id: entryId(label), topic: label, related: [], aboutDanger: false, words: { [set.lang]: words } }
  }),
  languages: own.languages.filter((sample) => sample.spoken && sample.answerIn === set.lang),
  abbreviations: own.abbreviations,
  outside: { [set.lang]: set.outside.learnt },
  names: [],
  concepts: {},
  talk: { lasting: {}, asking: [], joining: { words: [], before: [] } },
  smalltalk: {
    greeting: NOBODY,
    opening: NOBODY,
    thanks: NOBODY,
    bye: NOBODY,
    insult: NOBODY,
    robot: NOBODY,
    yes: NOBODY,
    no: NOBODY,
    person: NOBODY,
    filler: NOBODY,
  },
  dangers: { examples: [], groups: {}, tables: [], not: [] },
})

/** A set that even the slowest finishes: as many of each label as of any other to learn, evenly chosen ones to ask. */
const cut = (set: PublicSet): PublicSet => ({
  ...set,
  learnt: fewerOfEach(set.learnt, MOST_LEARNT),
  asked: thinned(set.asked, MOST_ASKED),
})

/** "76.4 % (74.9-77.9)": a share with the 95 % interval of Wilson. */
export const share = (count: number, of: number): string => {
  if (of === 0) return '-'
  const { low, high } = wilson(count, of)
  const [part, from, to] = [count / of, low, high].map((each) => (100 * each).toFixed(1))
  return `${part} % (${from}-${to})`
}

const row = (name: string, found: readonly Found[], seconds: number): readonly string[] => {
  const times = found.map(({ took }) => took)
  return [
    name,
    share(hits(found, 1), found.length),
    share(hits(found, 3), found.length),
    `${seconds.toFixed(1)} s`,
    `${percentile(times, 50).toFixed(2)} ms`,
    `${percentile(times, 99).toFixed(1)} ms`,
    String(found.length),
  ]
}

const asAsked = (rows: readonly Labelled[], lang: Lang): readonly Asked[] =>
  rows.map(({ text, label }) => ({ text, lang, entry: label }))

/** What our own zones make of a set: how much is answered at once, and how often that is wrong or was never learnt. */
const zonesRow = (name: string, set: PublicSet, { understand }: Understanding): readonly string[] => {
  const ask = (text: string) => understand(text, { lang: set.lang, chosen: true, topic: null })
  const inside = set.asked.map(({ text, label }) => ({ label, understood: ask(text) }))
  const answered = inside.filter(({ understood }) => understood.outcome === 'answer')
  const wrong = answered.filter(({ label, understood }) => understood.entry !== label)
  const helped = inside.filter(({ label, understood: { outcome, candidates } }) => {
    const shown = outcome === 'answer' ? 1 : outcome === 'suggest' ? 3 : 0
    return candidates.slice(0, shown).some(({ entry }) => entry === label)
  })
  const outside = set.outside.asked.map(ask)
  return [
    name,
    share(answered.length, inside.length),
    share(wrong.length, answered.length),
    share(helped.length, inside.length),
    share(outside.filter(({ outcome }) => outcome !== 'answer').length, outside.length),
    share(outside.filter(({ outcome }) => outcome === 'unknown').length, outside.length),
    String(outside.length),
  ]
}

/** Where sets come from, and what may be done with them. */
const sources = (of: readonly Published[]): string =>
  table(
    ['set', 'github.com/', 'licence', 'files'],
    of.map(({ name, source, licence, files }) => [
      name,
      source,
      licence,
      files.map((file) => `\`${file}\``).join(', '),
    ]),
  )

const size = (whole: number, used: number): string => (used === whole ? String(whole) : `${used} of ${whole}`)

/**
 * Ours and others on the published sets in a folder, as Markdown, bit by bit. All learn the same sentences and are told the language;
 * a rival that is slow is asked fewer of the questions. `own` gives the abbreviations of the languages.
 */
export async function* comparePublic(folder: string, own: UnderstandingData): AsyncGenerator<string> {
  const sets = readSets(folder)
  if (sets.length === 0)
    yield `There is no public set in ${folder}. These are known, by their usual file names:\n\n${sources(PUBLISHED)}`
  const zones: (readonly string[])[] = []
  for (const { published, set: read } of sets) {
    const { name } = published
    if (!read.ok) {
      yield `${name}: not read: ${read.error}`
      continue
    }
    const set = cut(read.value)
    const questions = asAsked(set.asked, set.lang)
    const data = dataOf(set, own)
    const ours = await timed(() => createUnderstanding(data, learn(data)))
    const rows = [row('ours', await askAll(toldLanguage(ours.made), questions), ours.seconds)]
    zones.push(zonesRow(name, set, ours.made))
    const forSlow = Math.min(MOST_FOR_SLOW, Math.floor(MOST_COMPARISONS / Math.max(1, set.learnt.length)))
    for (const { name, learn: learnRival, every } of RIVALS) {
      const rival = await timed(() => learnRival(asAsked(set.learnt, set.lang)))
      const some = every === 1 ? questions : thinned(questions, forSlow)
      rows.push(row(name, await askAll(rival.made, some), rival.seconds))
    }
    const learnt = size(read.value.learnt.length, set.learnt.length)
    const asked = size(read.value.asked.length, set.asked.length)
    const about = `${name}: ${set.lang}, ${data.entries.length} labels, ${learnt} learnt, ${asked} asked`
    yield table([about, 'first', 'among three', 'learnt in', 'p50', 'p99', 'asked'], rows)
  }
  if (zones.length === 0) return
  yield table(
    [
      'ours, in its own zones',
      'answered at once',
      'of these wrong',
      'answered or offered rightly',
      'outside: not answered at once',
      'outside: called unknown',
      'outside',
    ],
    zones,
  )
  yield sources(sets.map(({ published }) => published))
}
