import { z } from 'zod'
import type { Understanding } from '../../bot/ports/knowledge.ts'
import { LANGS } from '../../locales/languages.ts'

/** `language`: the language of the talk so far, where there is one. */
const question = z.object({ text: z.string(), language: z.enum(LANGS).nullish() })

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/**
 * The JSON line that answers a JSON line. Never throws: what is no question gets `{"error": "..."}`, which names the
 * field that is wrong and never repeats what was written. `now` gives milliseconds, for the time it took.
 */
export const answerLine = (line: string, understanding: Understanding, now: () => number): string => {
  const value = parse(line)
  if (value === undefined) return JSON.stringify({ error: 'the line is not JSON' })
  const asked = question.safeParse(value)
  if (!asked.success) {
    const issue = asked.error.issues[0]
    return JSON.stringify({ error: issue ? `${issue.path.join('.') || 'line'}: ${issue.message}` : 'not a question' })
  }
  const start = now()
  const understood = understanding.understand(asked.data.text, {
    lang: asked.data.language ?? null,
    chosen: false,
    topic: null,
  })
  const ms = Math.round((now() - start) * 100) / 100
  return JSON.stringify({
    language: understood.lang,
    outcome: understood.outcome,
    entry: understood.entry,
    urgency: understood.urgency,
    candidates: understood.candidates,
    ms,
  })
}
