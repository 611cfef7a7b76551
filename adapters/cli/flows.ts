import { mermaid } from '../../flows/diagram.ts'
import { flows } from '../../flows/index.ts'
import { isLang, LANGS } from '../../locales/languages.ts'
import { translator } from '../../locales/translate.ts'

/** `npm run --silent flows [-- LANGUAGE] > flows.md`: every flow as a diagram, in English or the language that is named. */
const lang = process.argv[2] ?? 'en'
if (isLang(lang)) {
  for (const flow of Object.values(flows))
    console.log(`## ${flow.id}\n\n\`\`\`mermaid\n${mermaid(flow, translator(lang))}\`\`\`\n`)
} else {
  console.error(`There is no language "${lang}". Choose ${LANGS.join(', ')}.`)
  process.exitCode = 1
}
