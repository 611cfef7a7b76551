import type { Context } from 'hono'
import type { z } from 'zod'
import { fail, ok, type Result } from '../../bot/result.ts'
import { refuse } from './failure.ts'

/** What came with a request, checked; or the answer that says which fields cannot be right. */
export const readBody = async <T>(c: Context, schema: z.ZodType<T>): Promise<Result<T, Response>> => {
  const text = await c.req.text()
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return fail(refuse({ kind: 'invalid', fields: ['body'] }))
  }
  return check(schema, json)
}

export const readQuery = <T>(c: Context, schema: z.ZodType<T>): Result<T, Response> => check(schema, c.req.query())

const check = <T>(schema: z.ZodType<T>, value: unknown): Result<T, Response> => {
  const parsed = schema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'body')
  return fail(refuse({ kind: 'invalid', fields: [...new Set(fields)] }))
}
