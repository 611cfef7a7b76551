import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { playTranscript } from '../support/transcript.ts'

const folder = new URL('.', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.md'))
/** `npm run transcripts:update` writes what the bot says now; the change is then read as a diff. */
const update = process.env.UPDATE_TRANSCRIPTS === '1'

describe('conversations', () => {
  test('there are some', () => expect(files.length).toBeGreaterThan(0))
  test.each(files)('%s', async (name) => {
    const file = new URL(name, folder)
    const written = readFileSync(file, 'utf8')
    const played = await playTranscript(written)
    if (update) writeFileSync(file, played)
    else expect(played).toBe(written)
  })
})
