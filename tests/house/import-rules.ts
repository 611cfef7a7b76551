import { posix } from 'node:path'
import type { SourceFile } from './files.ts'

/** What an import names: a file of ours by its path from the root, a module of Node, or a package. */
type Target = { readonly kind: 'file' | 'node' | 'package'; readonly name: string }

/** Who may import what, for one part of the tree. Null: it may; else a sentence that says what to do instead. */
type Rule = (target: Target, from: string) => string | null

const within = (target: Target, folders: readonly string[]): boolean =>
  target.kind === 'file' && folders.some((folder) => target.name.startsWith(`${folder}/`))

const only =
  (folders: readonly string[], what: string): Rule =>
  (target) =>
    target.kind !== 'file' || within(target, folders) ? null : what

/** The same, for what the core is made of or is given: no input, no output. */
const pureAndOnly =
  (folders: readonly string[], what: string): Rule =>
  (target, from) =>
    target.kind === 'node' ? NO_NODE : only(folders, what)(target, from)

const NO_NODE = 'here is no input or output: put what it needs into an interface of bot/ports/ and let an adapter do it'

/** Everything is put together here, so these may import everything. */
const ROOTS = /^(adapters\/main\.ts$|adapters\/cli\/|tests\/|bench\/|tools\/|[^/]+$)/

const CORE_PACKAGES = ['zod', 'natural', 'fuse.js']

const core: Rule = (target) => {
  if (target.kind === 'node') return NO_NODE
  if (target.kind === 'package' && !CORE_PACKAGES.includes(target.name))
    return `the core uses no package but ${CORE_PACKAGES.join(', ')}: do this in an adapter, behind an interface of bot/ports/`
  return target.kind === 'package' || within(target, ['bot', 'locales'])
    ? null
    : 'the core knows nothing of what is built on it: pass it in, through `World` or an interface of bot/ports/'
}

/** Small helpers without a subject, which every adapter may use. */
const SHARED = [
  'adapters/clock.ts',
  'adapters/log.ts',
  'adapters/pace.ts',
  'adapters/backoff.ts',
  'adapters/unanswered.ts',
  'adapters/channel-state.ts',
  'adapters/download.ts',
  'adapters/recognise.ts',
  'adapters/file-name.ts',
]

const adapter: Rule = (target, from) => {
  if (target.kind !== 'file' || within(target, ['bot', 'locales'])) return null
  if (!target.name.startsWith('adapters/'))
    return 'adapters know the core and the words only: let adapters/main.ts load this and pass it in'
  const folder = from.split('/').slice(0, 2).join('/')
  if (target.name.startsWith(`${folder}/`) || SHARED.includes(target.name)) return null
  return `no adapter imports another: let adapters/main.ts pass in what ${folder}/ needs, as an interface of ${folder}/ or bot/ports/`
}

/** Files directly in adapters/, of which main.ts is made. They may use each other. */
const besideMain: Rule = (target, from) => {
  if (target.kind !== 'file' || !target.name.startsWith('adapters/')) return adapter(target, from)
  if (/^adapters\/[^/]+$/.test(target.name) && target.name !== 'adapters/main.ts') return null
  return 'only adapters/main.ts puts adapters together: move this into the folder of that adapter, or let main.ts pass it in'
}

const RULES: readonly (readonly [of: RegExp, rule: Rule])[] = [
  [ROOTS, () => null],
  [/^locales\//, pureAndOnly(['locales'], 'the words depend on nothing: move this to bot/, which may import locales/')],
  [/^bot\//, core],
  [
    /^flows\//,
    pureAndOnly(
      ['flows', 'bot', 'locales'],
      'flows are routing only: name an entry by its id, and let the engine look it up',
    ),
  ],
  [
    /^knowledge\//,
    only(
      ['knowledge', 'bot', 'locales'],
      'the knowledge is loaded by adapters/main.ts and knows only bot/ and locales/',
    ),
  ],
  [/^adapters\/[^/]+$/, besideMain],
  [/^adapters\//, adapter],
]

// Biome keeps imports in this form, so a parser is not needed.
const IMPORT = /^(?:import|export|\})[^'"]*?\bfrom ['"]([^'"]+)|^import ['"]([^'"]+)|\bimport\(['"]([^'"]+)/gm

/** What a file imports, types included, as it is written there. */
export const importsOf = (text: string): readonly string[] =>
  [...text.matchAll(IMPORT)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '')

const targetOf = (from: string, written: string): Target => {
  if (written.startsWith('.')) return { kind: 'file', name: posix.join(posix.dirname(from), written) }
  if (written.startsWith('node:')) return { kind: 'node', name: written }
  // `natural/lib/...` is natural, `@scope/name/...` is @scope/name.
  return {
    kind: 'package',
    name: written
      .split('/')
      .slice(0, written.startsWith('@') ? 2 : 1)
      .join('/'),
  }
}

/** Every import of these files that the tree does not allow, each as a sentence that says what to do. */
export const importProblems = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap(({ path, text }) => {
    const rule = RULES.find(([of]) => of.test(path))?.[1]
    if (rule === undefined) return [`${path} stands in a folder without a rule: add one to tests/house/import-rules.ts`]
    return importsOf(text).flatMap((written) => {
      const advice = rule(targetOf(path, written), path)
      return advice === null ? [] : [`${path} imports ${written}: ${advice}`]
    })
  })
