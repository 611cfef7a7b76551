import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { comparePublic, dataOf, share } from '../../bench/public.ts'
import { RIVALS } from '../../bench/rivals.ts'
import { learn } from '../../bot/understanding/learn.ts'
import { createUnderstanding } from '../../bot/understanding/understand.ts'
import { KNOWLEDGE_DIR } from '../../knowledge/load.ts'
import { readContent } from '../../knowledge/read.ts'
import { understandingData } from '../../knowledge/words.ts'

const own = understandingData(readContent(KNOWLEDGE_DIR))

const sentence = (text: string, intent: string, training: boolean) => ({ text, intent, training })

const INVENTED = [
  sentence('how do I print a page', 'Printer', true),
  sentence('the printer has no paper', 'Printer', true),
  sentence('my printer prints nothing', 'Printer', true),
  sentence('which film is good tonight', 'Film', true),
  sentence('a good film for children', 'Film', true),
  sentence('is that film long', 'Film', true),
  sentence('why does the printer print nothing', 'Printer', false),
  sentence('a long film for tonight', 'Film', false),
]

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'public-'))
  writeFileSync(join(folder, 'AskUbuntuCorpus.json'), JSON.stringify({ sentences: INVENTED }))
  writeFileSync(join(folder, 'data_full.json'), '[]')
})
afterAll(() => rmSync(folder, { recursive: true }))

const partsOf = async (parts: AsyncIterable<string>): Promise<readonly string[]> => {
  const all: string[] = []
  for await (const part of parts) all.push(part)
  return all
}

describe('public sets', () => {
  it('are asked of ours and of every rival, and say what could not be read', async () => {
    const [broken, compared, zones, sources] = await partsOf(comparePublic(folder, own))
    expect(broken).toMatch(/^CLINC150: not read/)
    expect(compared).toContain('AskUbuntu: en, 2 labels, 6 learnt, 2 asked')
    for (const name of ['ours', ...RIVALS.map((rival) => rival.name)]) expect(compared).toContain(`| ${name} | `)
    expect(compared).toMatch(/\| ours \| 100\.0 % /)
    expect(zones).toMatch(/\| AskUbuntu \| /)
    expect(sources).toContain('| AskUbuntu | sebischair/NLU-Evaluation-Corpora | CC BY-SA 3.0 |')
  })

  it('are said to be missing where the folder has none', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'public-'))
    expect(await partsOf(comparePublic(empty, own))).toEqual([
      expect.stringMatching(/no public set[\s\S]*`banking_data\/train\.csv`/),
    ])
    rmSync(empty, { recursive: true })
  })

  it('teach every sentence once and nothing of the project', () => {
    const learnt = INVENTED.map(({ text, intent }) => ({ text, label: intent }))
    const data = dataOf({ lang: 'fr', learnt, asked: [], outside: { learnt: ['blorp'], asked: [] } }, own)
    expect(data.entries.flatMap(({ words: { fr } }) => [fr?.title, ...(fr?.questions ?? [])]).toSorted()).toEqual(
      learnt.map(({ text }) => text).toSorted(),
    )
    expect(data.outside).toEqual({ fr: ['blorp'] })
    const understood = createUnderstanding(data, learn(data)).understand('o meu marido bate-me', {
      lang: 'fr',
      chosen: true,
      topic: null,
    })
    expect(understood).toMatchObject({ lang: 'fr', urgency: null, smalltalk: null })
  })

  it('give shares with their interval', () => {
    expect(share(0, 0)).toBe('-')
    expect(share(3, 4)).toBe('75.0 % (30.1-95.4)')
  })
})
