import { spawn } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { createKeyed } from '../bot/app/keyed.ts'
import { EXAMPLE_FAULTS } from '../bot/example.ts'
import type { EntryId } from '../bot/ids.ts'
import type { Example, ExampleRefusal, Examples } from '../bot/ports/examples.ts'
import type { Result } from '../bot/result.ts'
import { MINUTE } from '../bot/time.ts'
import { LANGS } from '../locales/languages.ts'

const adder = new URL('./cli/add-example.ts', import.meta.url).pathname
const PATIENCE = MINUTE

const entry = z.custom<EntryId>((value) => typeof value === 'string')
const place = { file: z.string(), line: z.number() }

/** What the process that adds is told, */
export const exampleRequest = z.object({ dir: z.string(), entry, lang: z.enum(LANGS), words: z.string() })
/** and what it answers. */
const exampleResult: z.ZodType<Result<string, ExampleRefusal>> = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.string() }),
  z.object({
    ok: z.literal(false),
    error: z.discriminatedUnion('kind', [
      z.object({ kind: z.enum(EXAMPLE_FAULTS) }),
      z.object({ kind: z.literal('known'), ...place }),
      z.object({ kind: z.literal('elsewhere'), entry, ...place }),
      z.object({ kind: z.enum(['no-entry', 'not-writable', 'busy']) }),
      z.object({ kind: z.literal('not-in-order'), problems: z.array(z.string()) }),
    ]),
  }),
])

/** Adds in a process of its own. Throws where that process cannot run or does not end in time. */
const addTo = async (dir: string, example: Example): Promise<Result<string, ExampleRefusal>> => {
  const child = spawn(process.execPath, [adder], { stdio: ['pipe', 'pipe', 'inherit'], timeout: PATIENCE })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  // One that has died already is told nothing; how it ended says so.
  child.stdin.on('error', () => undefined)
  child.stdin.end(JSON.stringify({ dir, ...example } satisfies z.input<typeof exampleRequest>))
  const [code, said] = await Promise.all([ended, text(child.stdout)])
  if (code !== 0) throw new Error('adding an example ended without an answer')
  return exampleResult.parse(JSON.parse(said))
}

/** The example questions of a folder of knowledge. One is added at a time; the others wait. */
export const createExamples = (dir: string): Examples => {
  const inOrder = createKeyed()
  return {
    writable: () =>
      access(dir, constants.W_OK).then(
        () => true,
        () => false,
      ),
    add: (example) => inOrder('add', () => addTo(dir, example)),
  }
}
