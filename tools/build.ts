/** Builds the two pages and the model of the knowledge into dist/. With --if-stale only what has changed since the last build. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { build } from 'vite'
import { buildPage } from '../adapters/webchat/build.ts'
import { loadKnowledge } from '../knowledge/load.ts'

const root = new URL('..', import.meta.url).pathname
const stamp = `${root}dist/.sources`
const sources = [
  'adapters/inbox/web/**/*',
  'adapters/inbox/{contract*,sendable}.ts',
  'adapters/recognise.ts',
  'adapters/webchat/{page/**/*,build.ts}',
  'bot/{*,ports/*}.ts',
  'locales/**/*.json',
  'package-lock.json',
]

const fingerprint = (): string => {
  const hash = createHash('sha256')
  for (const file of globSync(sources, { cwd: root }).sort()) {
    if (/\.\w+$/.test(file)) hash.update(file).update(readFileSync(`${root}${file}`))
  }
  return hash.digest('hex')
}

// Learns only where the words have changed.
const knowledge = loadKnowledge()
if (!knowledge.ok)
  for (const { file, line, message } of knowledge.error) console.error(`knowledge/${file}:${line} ${message}`)

const now = fingerprint()
const fresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === now
if (!(process.argv.includes('--if-stale') && fresh)) {
  await buildPage(`${root}dist/webchat`)
  await build({ configFile: `${root}adapters/inbox/web/vite.config.ts`, logLevel: 'warn' })
  mkdirSync(`${root}dist`, { recursive: true })
  writeFileSync(stamp, now)
}
if (!knowledge.ok) process.exit(1)
