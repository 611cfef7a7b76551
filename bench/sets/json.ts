import { z } from 'zod'
import { fail, ok, type Result } from '../../bot/result.ts'

/** Reads JSON of a known form. The error names where it is another. */
export const readJson = <Form>(text: string, schema: z.ZodType<Form>): Result<Form, string> => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return fail('this is no JSON')
  }
  const read = schema.safeParse(value)
  return read.success ? ok(read.data) : fail(z.prettifyError(read.error))
}
