import { describe, expect, it } from 'vitest'
import { checkContent } from '../../knowledge/check.ts'
import { KNOWLEDGE_DIR, loadKnowledge } from '../../knowledge/load.ts'
import { copyOfKnowledge } from './content.ts'

const FEES = 'residence/residence-fees'

/** What is found after a change, as words without the line. */
const found = (spoil: (copy: ReturnType<typeof copyOfKnowledge>) => void): readonly string[] => {
  using copy = copyOfKnowledge()
  spoil(copy)
  return checkContent(copy.dir).map((problem) => `${problem.file}: ${problem.message}`)
}

it('finds nothing wrong with what is published', () => {
  expect(checkContent(KNOWLEDGE_DIR)).toEqual([])
})

describe('names the file and what is wrong', () => {
  it('a text that is too long', () => {
    const problems = found((copy) =>
      copy.edit(`${FEES}/pt.md`, /\n## More/, `\n${'Muito comprido. '.repeat(60)}\n\n## More`),
    )
    expect(problems.join('\n')).toMatch(/residence-fees\/pt\.md: the answer is \d+ characters long/)
  })

  it('a number outside the facts, but not a list marker or an address', () => {
    const number = found((copy) => copy.edit(`${FEES}/en.md`, /\n## More/, '\nIt costs 9999 escudos.\n\n## More'))
    expect(number.join('\n')).toContain('en.md: the answer has a number in it')
    const fine = found((copy) => copy.edit(`${FEES}/en.md`, /\n## More/, '\n1. See www.a1b2.cv now.\n\n## More'))
    expect(fine.join('\n')).not.toContain('has a number in it')
  })

  it('a fact that does not exist, and one that nobody uses', () => {
    const problems = found((copy) => {
      copy.edit(`${FEES}/fr.md`, /\n## More/, '\nVoir {nothing_like_it}.\n\n## More')
      copy.edit(`${FEES}/entry.yaml`, 'facts:\n', 'facts:\n  never_used: 1\n')
    })
    expect(problems.join('\n')).toContain('fr.md: {nothing_like_it} is not among the facts')
    expect(problems.join('\n')).toContain('the answer uses the facts')
    expect(problems.join('\n')).toContain('entry.yaml: the fact "never_used" is used in no text')
  })

  it('a missing language, a missing part, an unknown key, a wrong id', () => {
    const problems = found((copy) => {
      copy.remove(`${FEES}/kea.md`)
      copy.edit('work/minimum-wage/en.md', /## Questions/, '## Question')
      copy.edit('work/work-right/entry.yaml', /^topic:/m, 'colour: red\ntopic:')
      copy.edit('work/work-contract/entry.yaml', /^id: .*$/m, 'id: another-name')
    }).join('\n')
    expect(problems).toContain(`${FEES}/kea.md: the file is missing`)
    expect(problems).toContain('work/minimum-wage/en.md: only "## More" and "## Questions" are known')
    expect(problems).toContain('work/work-right/entry.yaml: Unrecognized key: "colour"')
    expect(problems).toContain('id is "another-name" but the folder is "work-contract"')
  })

  it('related entries and contacts that are not there', () => {
    const problems = found((copy) => {
      copy.edit(`${FEES}/entry.yaml`, /^related: .*$/m, 'related: [no-such-entry]')
      copy.edit(`${FEES}/entry.yaml`, /^confirm_with: .*$/m, 'confirm_with: [nobody]')
    }).join('\n')
    expect(problems).toContain('related: there is no entry "no-such-entry"')
    expect(problems).toContain('"nobody" is not among contacts.yaml')
  })

  it('nearly the same question under two entries', () => {
    const twin = 'how much does one pay for this long and winding permit of mine'
    const problems = found((copy) => {
      copy.edit(`${FEES}/en.md`, '## Questions\n', `## Questions\n\n- ${twin}\n`)
      copy.edit('residence/residence-where/en.md', '## Questions\n', `## Questions\n\n- ${twin} please\n`)
    }).join('\n')
    expect(problems).toContain('nearly the same question belongs to another entry')
  })

  it('a danger without words, without a reply, with a reply that is too long or names no number', () => {
    const problems = found((copy) => {
      copy.remove('urgent/fire-disaster.yaml')
      copy.edit('urgent/sea.yaml', '{police}', '{nobody}')
      copy.edit('urgent/child.yaml', 'reply:\n  pt: |-\n', `reply:\n  pt: |-\n    ${'palavra '.repeat(70)}\n`)
    }).join('\n')
    expect(problems).toContain('urgent/fire-disaster.yaml: the file is missing')
    expect(problems).toContain('names {nobody}, which has no number in contacts.yaml')
    expect(problems).toMatch(/child\.yaml: the reply in pt is \d+ characters long/)
  })

  it('YAML that cannot be read, with its line', () => {
    using copy = copyOfKnowledge()
    copy.write('topics.yaml', '- id: arrival\n  label: {pt: "x\n')
    const problem = checkContent(copy.dir).find(({ file }) => file === 'topics.yaml')
    expect(problem?.line).toBeGreaterThan(0)
  })

  it('says the line in a long file', () => {
    using copy = copyOfKnowledge()
    copy.edit(`${FEES}/entry.yaml`, /^version: .*$/m, 'version: many')
    const problem = checkContent(copy.dir).find(({ file }) => file === `${FEES}/entry.yaml`)
    expect(problem).toMatchObject({ line: 3 })
    expect(problem?.message).toContain('version')
  })
})

it('a knowledge with anything wrong is not loaded, and everything wrong is named at once', () => {
  using copy = copyOfKnowledge()
  copy.edit(`${FEES}/entry.yaml`, /^version: .*$/m, 'version: many')
  copy.remove('units.yaml')
  const loaded = loadKnowledge(copy.dir, `${copy.dir}/model.bin`)
  expect(loaded.ok ? [] : loaded.error.map(({ file }) => file)).toEqual(
    expect.arrayContaining([`${FEES}/entry.yaml`, 'units.yaml']),
  )
})
