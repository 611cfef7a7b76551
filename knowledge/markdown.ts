import { fail, ok, type Result } from '../bot/result.ts'
import type { Problem } from './problem.ts'
import { headerSchema } from './schemas.ts'
import { readYaml } from './yaml.ts'

/** A piece of text and the line of the file at which it begins. */
export type Part = { readonly text: string; readonly line: number }

/** One language of an entry, as written: the facts are still `{names}`. */
export type Translation = {
  readonly translates: number
  readonly checkedBy: string
  readonly title: Part
  readonly main: Part
  readonly more: Part | null
  readonly questions: readonly Part[]
}

const part = (lines: readonly string[], from: number, to: number): Part => {
  let start = from
  while (start < to && lines[start]?.trim() === '') start += 1
  return { text: lines.slice(start, to).join('\n').trim(), line: start + 1 }
}

/** Takes a language file apart: header, title, answer, more, questions. All problems at once. */
export const readTranslation = (text: string, file: string): Result<Translation, readonly Problem[]> => {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const end = lines.indexOf('---', 1)
  if (lines[0] !== '---' || end < 0)
    return fail([{ file, line: 1, message: 'the file begins with a header between two lines of ---' }])

  const header = readYaml(lines.slice(1, end).join('\n'), file, headerSchema, 2)
  const problems: Problem[] = header.ok ? [] : [...header.error]
  const heads = lines.flatMap((line, at) => (at > end && /^#{1,2} /.test(line) ? [{ at, name: line.trim() }] : []))
  const find = (name: string) => heads.find((head) => head.name.toLowerCase() === name)
  const nextAfter = (at: number): number => heads.find((head) => head.at > at)?.at ?? lines.length

  const titleHead = heads.find((head) => head.name.startsWith('# '))
  if (!titleHead) problems.push({ file, line: end + 2, message: 'a title is missing: a line that begins with "# "' })
  for (const head of heads)
    if (head.name.startsWith('## ') && !['## more', '## questions'].includes(head.name.toLowerCase()))
      problems.push({
        file,
        line: head.at + 1,
        message: `only "## More" and "## Questions" are known, not "${head.name}"`,
      })

  const main = titleHead ? part(lines, titleHead.at + 1, nextAfter(titleHead.at)) : { text: '', line: end + 2 }
  if (titleHead && main.text === '')
    problems.push({ file, line: main.line, message: 'the answer is missing below the title' })
  const moreHead = find('## more')
  const more = moreHead ? part(lines, moreHead.at + 1, nextAfter(moreHead.at)) : null
  const questionsHead = find('## questions')
  if (!questionsHead) problems.push({ file, line: lines.length, message: 'the part "## Questions" is missing' })
  const questions: Part[] = []
  if (questionsHead)
    for (let at = questionsHead.at + 1; at < nextAfter(questionsHead.at); at += 1) {
      const line = (lines[at] ?? '').trim()
      if (line.startsWith('- ')) questions.push({ text: line.slice(2).trim(), line: at + 1 })
      else if (line !== '')
        problems.push({ file, line: at + 1, message: 'each question is a line that begins with "- "' })
    }

  if (problems.length > 0 || !header.ok || !titleHead) return fail(problems)
  return ok({
    translates: header.value.translates,
    checkedBy: header.value.checked_by,
    title: { text: titleHead.name.slice(2).trim(), line: titleHead.at + 1 },
    main,
    more: more && more.text !== '' ? more : null,
    questions,
  })
}
