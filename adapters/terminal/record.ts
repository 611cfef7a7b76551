import { writeFileSync } from 'node:fs'
import type { Attachment, Body } from '../../bot/message.ts'

/** A left-hand line of a transcript: what the person did. */
export type Spoken = string

/** How a transcript writes what somebody sent; tests/conversations/ reads it back. */
export const spokenOf = (body: Body): Spoken => {
  switch (body.kind) {
    case 'text':
      return body.text.includes('\n') ? body.text.replaceAll('\n', ' ⏎ ') : body.text
    case 'choice':
      return `[${body.label}]`
    case 'location':
      return `(location ${body.lat} ${body.lon})`
    case 'media':
      return `(${body.what}${body.caption === '' ? '' : ` ${body.caption}`})`
    case 'unsupported':
      return `(${body.what})`
  }
}

/** How a transcript writes what a unit sends that is no words. */
export const attachedAs = (attachment: Attachment): string =>
  attachment.kind === 'location'
    ? `(location ${attachment.lat} ${attachment.lon})`
    : `(${[attachment.what, attachment.name ?? ''].join(' ').trim()})`

export type Recorder = { readonly add: (line: Spoken) => void; readonly save: () => void }

/**
 * Keeps what the person said and writes it as a transcript: the left-hand lines only. `npm run transcripts:update` plays it
 * and fills in what the bot said.
 */
export const createRecorder = (file: string, today: string): Recorder => {
  const lines: Spoken[] = []
  return {
    add: (line) => lines.push(line),
    save: () => {
      const head = `# ${file.replace(/^.*\//, '').replace(/\.md$/, '').replaceAll('-', ' ')}\nchannel: terminal · now: ${today} 10:00\n`
      writeFileSync(file, `${head}\n${lines.map((line) => `Person: ${line}`).join('\n')}\n`)
    },
  }
}
