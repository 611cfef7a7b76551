import { describe, expect, test } from 'vitest'
import { sourcesIn } from './files.ts'
import { importProblems, importsOf } from './import-rules.ts'

const FOLDERS = ['bot', 'flows', 'knowledge', 'locales', 'adapters', 'tests', 'bench', 'tools']

const problemsOf = (path: string, ...imports: readonly string[]): readonly string[] =>
  importProblems([{ path, text: imports.map((one) => `import { x } from '${one}'\n`).join('') }])

test('everything in the tree imports only what it may', () => {
  const files = sourcesIn(FOLDERS)
  // Were the folders renamed, nothing would be looked at and all would seem well.
  for (const folder of FOLDERS) expect(files.filter(({ path }) => path.startsWith(`${folder}/`))).not.toEqual([])
  expect(importProblems(files)).toEqual([])
})

describe('imports are found', () => {
  test('in every form, types included', () =>
    expect(
      importsOf(
        [
          "import a from 'a'",
          "import type { B } from './b.ts'",
          "import { c, type C } from '../c.ts'",
          'import {',
          '  d,',
          "} from 'd/lib/d.js'",
          "import './e.css'",
          "export * from './f.ts'",
          "export { g } from './g.ts'",
          "import h from './h.json' with { type: 'json' }",
          "const i = await import('./i.ts')",
          'import "j"',
        ].join('\n'),
      ),
    ).toEqual(['a', './b.ts', '../c.ts', 'd/lib/d.js', './e.css', './f.ts', './g.ts', './h.json', './i.ts', 'j']))

  test('and nothing else', () =>
    expect(
      importsOf("export const from = 'here'\nimport.meta.url\nconst text = 'taken from'\n// see from 'x'\n"),
    ).toEqual([]))
})

describe('what may be imported', () => {
  test.each([
    ['locales/translate.ts', ['./languages.ts', './pt.json', 'i18next']],
    ['bot/engine/walk.ts', ['../ids.ts', './turn.ts', '../../locales/format.ts', 'zod']],
    ['bot/understanding/rank.ts', ['natural/lib/natural/stemmers/porter_stemmer.js', 'fuse.js']],
    ['flows/papers.ts', ['../bot/flow.ts', './rules/origin.ts', '../locales/translate.ts']],
    ['knowledge/load.ts', ['node:fs', 'yaml', '../bot/ids.ts', './read.ts', '../locales/languages.ts']],
    [
      'adapters/telegram/index.ts',
      ['grammy', './send.ts', '../clock.ts', '../log.ts', '../../bot/ids.ts', 'node:http'],
    ],
    ['adapters/inbox/web/list/row.tsx', ['react', '../lib/api.ts', '../../contract.ts', '../../../../bot/ids.ts']],
    ['adapters/config.ts', ['zod', '../bot/result.ts']],
    ['adapters/http.ts', ['./log.ts', './config.ts', 'hono']],
    ['adapters/main.ts', ['../flows/index.ts', '../knowledge/load.ts', './telegram/index.ts', './inbox/inbox.ts']],
    ['adapters/cli/chat.ts', ['../main.ts', '../terminal/terminal.ts', '../../knowledge/load.ts']],
    ['tests/engine/x.test.ts', ['../../adapters/main.ts', 'vitest']],
    ['bench/run.ts', ['../adapters/main.ts']],
    ['tools/build.ts', ['../adapters/webchat/build.ts', '../knowledge/load.ts']],
  ])('by %s', (path, imports) => expect(problemsOf(path, ...imports)).toEqual([]))
})

describe('what may not be imported is named, with what to do', () => {
  test.each([
    ['locales/translate.ts', '../bot/ids.ts', 'move this to bot/'],
    ['locales/translate.ts', 'node:fs', 'let an adapter do it'],
    ['bot/engine/walk.ts', 'node:fs', 'let an adapter do it'],
    ['bot/engine/walk.ts', 'hono', 'the core uses no package but zod, natural, fuse.js'],
    ['bot/engine/walk.ts', '@grammyjs/types/update', 'the core uses no package'],
    ['bot/engine/walk.ts', '../../flows/index.ts', 'pass it in'],
    ['bot/engine/walk.ts', '../../knowledge/load.ts', 'pass it in'],
    ['bot/app/run.ts', '../../adapters/clock.ts', 'pass it in'],
    ['flows/papers.ts', 'node:fs', 'let an adapter do it'],
    ['flows/papers.ts', '../knowledge/load.ts', 'name an entry by its id'],
    ['flows/papers.ts', '../adapters/clock.ts', 'flows are routing only'],
    ['knowledge/load.ts', '../flows/index.ts', 'knows only bot/ and locales/'],
    ['knowledge/load.ts', '../adapters/log.ts', 'loaded by adapters/main.ts'],
    ['adapters/telegram/index.ts', '../webchat/webchat.ts', 'no adapter imports another'],
    ['adapters/telegram/index.ts', '../telegram-old/index.ts', 'no adapter imports another'],
    ['adapters/telegram/index.ts', '../config.ts', 'let adapters/main.ts pass in what adapters/telegram/ needs'],
    ['adapters/telegram/index.ts', '../../knowledge/load.ts', 'let adapters/main.ts load this and pass it in'],
    ['adapters/inbox/web/list/row.tsx', '../../../webchat/log.ts', 'no adapter imports another'],
    ['adapters/health.ts', './telegram/index.ts', 'move this into the folder of that adapter'],
    ['adapters/health.ts', './main.ts', 'only adapters/main.ts puts adapters together'],
    ['adapters/health.ts', '../flows/index.ts', 'adapters know the core and the words only'],
    ['bot/engine/walk.ts', '../../tests/support/world.ts', 'pass it in'],
    ['plugins/new.ts', 'zod', 'stands in a folder without a rule'],
  ])('%s importing %s', (path, imported, advice) => {
    const [problem, ...more] = problemsOf(path, imported)
    expect(problem).toContain(`${path} `)
    expect(problem).toContain(advice)
    expect(more).toEqual([])
  })
})
