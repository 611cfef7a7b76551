import { fail, ok, type Result } from '../../bot/result.ts'
import type { Labelled, PublicSet } from './set.ts'

const linesOf = (text: string): readonly string[] => text.trimEnd().split(/\r?\n/)

const labelled = (sentences: string, labels: string): readonly Labelled[] | null => {
  const texts = linesOf(sentences)
  const names = linesOf(labels)
  if (texts.length !== names.length) return null
  return texts.map((text, at) => ({ text: text.trim(), label: names[at]?.trim() ?? '' }))
}

/**
 * Sentences in a file `seq.in` and their labels in a file `label`, line by line: the first two to learn, the next two to ask. A fifth
 * file holds sentences that belong to no label, to ask.
 */
export const readLines = (texts: readonly string[]): Result<PublicSet, string> => {
  const [train = '', trainLabels = '', test = '', testLabels = '', outside] = texts
  const learnt = labelled(train, trainLabels)
  const asked = labelled(test, testLabels)
  if (!learnt || !asked) return fail('seq.in and label have not as many lines')
  const without = outside === undefined ? [] : linesOf(outside)
  return ok({ lang: 'en', learnt, asked, outside: { learnt: [], asked: without } })
}
