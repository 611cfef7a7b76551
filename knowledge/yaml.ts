import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { fail, ok, type Result } from '../bot/result.ts'
import type { Problem } from './problem.ts'

type Path = readonly PropertyKey[]

/**
 * Reads YAML and checks it against a schema. A date without quotes arrives as a Date, one in quotes as the words it is.
 * `firstLine`: the line of the file at which this text begins (1 for a whole file). All problems at once, each with its line.
 */
export const readYaml = <S extends z.ZodType>(
  text: string,
  file: string,
  schema: S,
  firstLine = 1,
): Result<z.output<S>, readonly Problem[]> => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, customTags: ['timestamp'], prettyErrors: false })
  const lineAt = (offset: number): number => lines.linePos(offset).line + firstLine - 1
  if (document.errors.length > 0)
    return fail(document.errors.map((error) => ({ file, line: lineAt(error.pos[0]), message: error.message })))

  const lineOf = (path: Path): number => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node: unknown = document.getIn(path.slice(0, depth), true)
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range))
        return lineAt(Number(node.range[0]))
    }
    return firstLine
  }
  const parsed = schema.safeParse(document.toJS())
  if (parsed.success) return ok(parsed.data)
  return fail(
    parsed.error.issues.map((issue) => ({
      file,
      line: lineOf(issue.path),
      message: issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message,
    })),
  )
}
