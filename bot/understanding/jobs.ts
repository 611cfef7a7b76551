import { type AlarmExample, type LearntAlarm, learnAlarm } from './alarm.ts'
import type { EntryWords } from './data.ts'
import { type Known, learnKnown } from './known.ts'
import { type LanguageSample, type LearntLanguages, learnLanguages } from './language.ts'
import { trainPieces } from './rank.ts'
import type { Classifier } from './softmax.ts'
import type { Texts } from './texts.ts'
import { createTrainer, type Samples } from './trainer.ts'
import type { Rarity } from './vocabulary.ts'

type Words = { readonly languages: readonly LanguageSample[]; readonly entries: readonly EntryWords[] }

type Classifiers = {
  readonly texts: Texts
  readonly rarity: Rarity
  readonly samples: Samples
  readonly classes: number
  readonly frightened: readonly AlarmExample[]
  /** The numbers of ordinary questions among the texts. */
  readonly ordinary: Int32Array
}

/** What can be learnt beside the rest of it. Each takes and gives plain data, so that another thread can do it. */
export const JOBS = {
  words: ({ languages, entries }: Words): { readonly languages: LearntLanguages; readonly known: Known } => ({
    languages: learnLanguages(languages),
    known: learnKnown(entries),
  }),
  classifiers: ({
    texts,
    rarity,
    samples,
    classes,
    frightened,
    ordinary,
  }: Classifiers): { readonly pieces: Classifier; readonly alarm: LearntAlarm | null } => {
    const trainer = createTrainer(texts)
    return {
      pieces: trainPieces(trainer, samples, classes, rarity),
      alarm: learnAlarm(trainer, frightened, ordinary, rarity),
    }
  },
}

export type Job = keyof typeof JOBS
export type Input<J extends Job> = Parameters<(typeof JOBS)[J]>[0]
export type Output<J extends Job> = ReturnType<(typeof JOBS)[J]>

/** Begins a job. What is given back waits for its end, and gives what it gives. */
export type Beside = <J extends Job>(job: J, input: Input<J>) => () => Output<J>

export const doJob = <J extends Job>(job: J, input: Input<J>): Output<J> =>
  (JOBS[job] as (input: Input<J>) => Output<J>)(input)

/** One after the other, when it is asked for. */
export const inTurn: Beside = (job, input) => () => doJob(job, input)
