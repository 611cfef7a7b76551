import { chmodSync, existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createExamples } from '../../adapters/examples.ts'
import { entryId } from '../../bot/ids.ts'
import { addExample } from '../../knowledge/add-example.ts'
import { checkContent } from '../../knowledge/check.ts'
import { asNobody } from '../support/nobody.ts'
import { copyOfKnowledge } from './content.ts'

const FILE = 'residence/residence-fees/pt.md'
const WORDS = 'o papel azul sai caro?'

let knowledge: ReturnType<typeof copyOfKnowledge>
beforeEach(() => {
  knowledge = copyOfKnowledge()
})
afterEach(() => knowledge[Symbol.dispose]())

const path = (): string => join(knowledge.dir, FILE)
const now = (): string => readFileSync(path(), 'utf8')
const add = (words: string, entry = 'residence-fees') =>
  addExample(knowledge.dir, { entry: entryId(entry), lang: 'pt', words })
const expectUntouched = (before: string): void => {
  expect(now()).toBe(before)
  expect(existsSync(join(knowledge.dir, '.adding'))).toBe(false)
}

describe('an example', () => {
  it('stands as one line after the last question, and the whole is still in order', () => {
    const before = now()
    expect(add(`  o papel\n azul   sai caro? `)).toEqual({ ok: true, value: FILE })
    expect(now()).toBe(`${before}- ${WORDS}\n`)
    expect(checkContent(knowledge.dir)).toEqual([])
    expect(existsSync(join(knowledge.dir, '.adding'))).toBe(false)
  })

  it('goes to the questions where another part stands below them, keeps the line ends of the file and who may read it', () => {
    const parts = /\n## More\n([\s\S]*)\n## Questions\n([\s\S]*)$/
    writeFileSync(path(), now().replace(parts, '\n## Questions\n$2\n## More\n$1').trimEnd().replaceAll('\n', '\r\n'))
    chmodSync(path(), 0o640)
    expect(add(WORDS)).toMatchObject({ ok: true })
    expect(now()).toMatch(/\r\n- o papel azul sai caro\?\r\n\r\n## More\r\n/)
    expect(now().replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(statSync(path()).mode & 0o777).toBe(0o640)
    expect(checkContent(knowledge.dir)).toEqual([])
  })

  it.each([
    ['quanto … pelo azul', { kind: 'masked' }],
    ['custa # escudos', { kind: 'masked' }],
    [' ?! ', { kind: 'empty' }],
    [`quanto ${'muito '.repeat(120)}`, { kind: 'too-long' }],
  ])('is refused as %o', (words, error) => {
    const before = now()
    expect(add(words)).toEqual({ ok: false, error })
    expectUntouched(before)
  })

  it.each(['residence-nothing', '../residence/residence-fees', 'residence-fees/../residence-fees', ''])(
    'has no place in an entry called %o',
    (entry) => {
      const before = now()
      expect(add(WORDS, entry)).toEqual({ ok: false, error: { kind: 'no-entry' } })
      expectUntouched(before)
    },
  )

  it('that stands there already is refused with its line, and so is one that another entry has', () => {
    const before = now()
    const [, known = ''] = before.match(/^- (.+)$/m) ?? []
    const line = before.split('\n').indexOf(`- ${known}`) + 1
    expect(add(known.toUpperCase())).toEqual({ ok: false, error: { kind: 'known', file: FILE, line } })
    // An entry that is read before this one, so that the new line is the later of the two, and one that is read after it.
    for (const [topic, entry] of [
      ['arrival', 'visa-types'],
      ['work', 'work-contract'],
    ] as const) {
      const file = `${topic}/${entry}/pt.md`
      const lines = readFileSync(join(knowledge.dir, file), 'utf8').split('\n')
      const at = lines.findIndex((each) => each.startsWith('- '))
      expect(add(lines[at]?.slice(2) ?? '')).toEqual({
        ok: false,
        error: { kind: 'elsewhere', entry, file, line: at + 1 },
      })
    }
    expectUntouched(before)
  })

  it('is not added to a knowledge that is not in order by itself, which is told', () => {
    knowledge.edit('arrival/visa-types/fr.md', /^translates: .*$/m, 'translates: 99')
    const before = now()
    expect(add(WORDS)).toEqual({
      ok: false,
      error: { kind: 'not-in-order', problems: [expect.stringContaining('arrival/visa-types/fr.md:2: translates 99')] },
    })
    expectUntouched(before)
  })

  it('waits for nobody: while another is being added it is refused, and what a crash left behind is cleared', () => {
    const before = now()
    const next = join(knowledge.dir, '.adding')
    writeFileSync(next, 'half a fi')
    expect(add(WORDS)).toEqual({ ok: false, error: { kind: 'busy' } })
    expect([now(), readFileSync(next, 'utf8')]).toEqual([before, 'half a fi'])
    utimesSync(next, new Date(0), new Date(0))
    expect(add(WORDS)).toMatchObject({ ok: true })
    expect(now()).toBe(`${before}- ${WORDS}\n`)
  })

  it('is refused in words where the folder or the file cannot be written', () => {
    const before = now()
    chmodSync(knowledge.dir, 0o555)
    expect(asNobody(() => add(WORDS))).toEqual({ ok: false, error: { kind: 'not-writable' } })
    chmodSync(knowledge.dir, 0o777)
    chmodSync(path(), 0o444)
    expect(asNobody(() => add(WORDS))).toEqual({ ok: false, error: { kind: 'not-writable' } })
    expectUntouched(before)
  })
})

describe('in a process of its own', () => {
  it('many at once are all added, one after the other, and each refusal comes back as it is', async () => {
    const before = now()
    const examples = createExamples(knowledge.dir)
    const all = ['o papel azul sai caro?', 'quanto pagam pelo azulinho?', 'o papel azul sai caro?', 'com … no meio']
    const done = await Promise.all(
      all.map((words) => examples.add({ entry: entryId('residence-fees'), lang: 'pt', words })),
    )
    expect(done).toEqual([
      { ok: true, value: FILE },
      { ok: true, value: FILE },
      { ok: false, error: { kind: 'known', file: FILE, line: expect.any(Number) } },
      { ok: false, error: { kind: 'masked' } },
    ])
    expect(now()).toBe(`${before}- ${all[0]}\n- ${all[1]}\n`)
    expect(await examples.writable()).toBe(true)
    expect(await createExamples(join(knowledge.dir, 'none')).writable()).toBe(false)
  })
})
