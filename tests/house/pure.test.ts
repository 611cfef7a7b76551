import { expect, test } from 'vitest'
import { sourcesIn } from './files.ts'

/** Time, chance and the outside, as a program gets at them without an import. */
const IMPURE =
  /\b(?:Date\.now|new Date\(\)|performance\.now|Math\.random|crypto\.|process\.|console\.|set(?:Timeout|Interval|Immediate)\b)/

const impure = (text: string): readonly string[] =>
  text.split('\n').flatMap((line, index) => {
    const found = IMPURE.exec(line)
    return found === null ? [] : [`line ${index + 1}: ${found[0]}`]
  })

test('the core, the flows and the words take time, chance and the outside as arguments (see bot/ports/clock.ts)', () => {
  const found = sourcesIn(['bot', 'flows', 'locales']).flatMap(({ path, text }) =>
    impure(text).map((one) => `${path} ${one}`),
  )
  expect(found).toEqual([])
})

test('what is not pure is found', () => {
  expect(impure('const a = 1\nconst now = Date.now()\nconst day = new Date(at)')).toEqual(['line 2: Date.now'])
  expect(impure('setTimeout(go, 5)')).toEqual(['line 1: setTimeout'])
})
