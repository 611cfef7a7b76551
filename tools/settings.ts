/** `npm run docs:settings`: writes .env.example and the table of settings in README.md from the settings themselves. */
import { readFileSync, writeFileSync } from 'node:fs'
import { SETTINGS, type Setting } from '../adapters/config.ts'

const root = new URL('../', import.meta.url)

/** What .env.example holds: a setting without a default stands empty, one with a default is commented out. */
export const envExample = (settings: readonly Setting[]): string =>
  [
    '# Copy this file to .env and fill in what you need. Everything may stay as it is: then the program runs with the web chat',
    '# alone, and keeps its records in ./data. What is commented out shows the default. Never commit .env: it holds secrets.',
    '',
    ...settings.flatMap(({ name, fallback, help }) => [
      `# ${help}`,
      fallback === '' ? `${name}=` : `#${name}=${fallback}`,
      '',
    ]),
  ].join('\n')

const BEGIN = '<!-- settings -->'
const END = '<!-- /settings -->'

const cell = (text: string): string => text.replaceAll('|', '\\|')

export const settingsTable = (settings: readonly Setting[]): string =>
  [
    '| setting | default | meaning |',
    '|---|---|---|',
    ...settings.map(
      ({ name, fallback, help }) =>
        `| \`${name}\` | ${fallback === '' ? '' : `\`${cell(fallback)}\``} | ${cell(help)} |`,
    ),
  ].join('\n')

/** The text with the table between its two marks. Throws where a mark is missing. */
export const withTable = (readme: string, table: string): string => {
  const from = readme.indexOf(BEGIN)
  const to = readme.indexOf(END)
  if (from < 0 || to < from) throw new Error(`README.md needs the marks ${BEGIN} and ${END}, in this order`)
  return `${readme.slice(0, from + BEGIN.length)}\n${table}\n${readme.slice(to)}`
}

if (import.meta.main) {
  writeFileSync(new URL('.env.example', root), envExample(SETTINGS))
  const readme = new URL('README.md', root)
  writeFileSync(readme, withTable(readFileSync(readme, 'utf8'), settingsTable(SETTINGS)))
}
