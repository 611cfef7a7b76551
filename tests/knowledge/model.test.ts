import { appendFileSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Deserializer, Serializer } from 'node:v8'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadModel, type Model } from '../../knowledge/model.ts'
import { copyOfKnowledge } from './content.ts'

const FEES = 'residence/residence-fees'
let copy: ReturnType<typeof copyOfKnowledge>
let file: string

/** A small knowledge, quick to learn: one entry. */
beforeEach(() => {
  copy = copyOfKnowledge()
  file = join(copy.dir, '../', `${basename(copy.dir)}-kept/model.bin`)
  for (const path of globSync('*/*/entry.yaml', { cwd: copy.dir }))
    if (dirname(path) !== FEES) copy.remove(dirname(path))
})
afterEach(() => {
  copy[Symbol.dispose]()
  rmSync(dirname(file), { recursive: true })
})

const load = (): Model => {
  const model = loadModel(copy.dir, file)
  if (!model.ok) throw new Error(JSON.stringify(model.error))
  return model.value
}
const serialized = (value: unknown): Buffer => {
  const serializer = new Serializer()
  serializer.writeHeader()
  serializer.writeValue(value)
  return serializer.releaseBuffer()
}
/** What is kept says from now on that it was kept. */
const mark = (): void => {
  const read = new Deserializer(readFileSync(file))
  read.readHeader()
  const kept = read.readValue()
  kept.content.topics = []
  kept.learnt.steering = 'kept'
  writeFileSync(file, serialized(kept))
}
const isReadAnew = ({ content }: Model): boolean => content.topics?.length !== 0
const isLearntAnew = ({ learnt }: Model): boolean => (learnt.steering as unknown) !== 'kept'

test('of files that have not changed nothing is read and nothing learnt', () => {
  const first = load()
  expect(load()).toEqual(first)
  mark()
  const again = load()
  expect([isReadAnew(again), isLearntAnew(again)]).toEqual([false, false])
})

test('a changed fact is read, and nothing is learnt', () => {
  load()
  mark()
  copy.edit(`${FEES}/entry.yaml`, '6400', '7777')
  const changed = load()
  expect([isReadAnew(changed), isLearntAnew(changed)]).toEqual([true, false])
  expect(JSON.stringify(changed.content.entries)).toContain('7777')
  expect(isReadAnew(load())).toBe(true)
})

test('a question that is added is learnt', () => {
  load()
  mark()
  appendFileSync(join(copy.dir, FEES, 'pt.md'), '- o cartonzito azul sai por quanto\n')
  const changed = load()
  expect([isReadAnew(changed), isLearntAnew(changed)]).toEqual([true, true])
  expect(changed.learnt.vocabulary.numbers.word.has('cartonzito')).toBe(true)
})

test.each(['broken', 'not there', 'of another program'])('a model that is %s is learnt again', (what) => {
  const first = load()
  mark()
  if (what === 'broken') writeFileSync(file, readFileSync(file).subarray(0, 1_000))
  if (what === 'not there') rmSync(file)
  if (what === 'of another program') writeFileSync(file, serialized({ fingerprint: 'x' }))
  expect(load()).toEqual(first)
})

test('the examples are gone once they are learnt, and arrays are no windows on the file that was read', () => {
  for (const { content, data, learnt } of [load(), load()]) {
    expect(content.entries.flatMap(({ translations }) => translations.pt?.questions ?? [])).toEqual([])
    expect(data.entries.flatMap(({ words }) => words.pt?.questions ?? [])).toEqual([])
    expect([...content.urgentExamples, ...data.dangers.examples]).toEqual([])
    const { weights } = learnt.ranking.words
    expect(weights.buffer.byteLength).toBe(weights.byteLength)
  }
})

test('what is not in order is told, and what was kept stays', () => {
  load()
  const kept = readFileSync(file)
  copy.edit(`${FEES}/entry.yaml`, 'id: residence-fees', 'id: residence-fee')
  const model = loadModel(copy.dir, file)
  expect(model.ok ? [] : model.error.map((problem) => problem.file)).toEqual([`${FEES}/entry.yaml`])
  expect(readFileSync(file).equals(kept)).toBe(true)
})
