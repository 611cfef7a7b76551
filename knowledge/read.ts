import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import type { Lang } from '../locales/languages.ts'
import { LANGS } from '../locales/languages.ts'
import { readTranslation, type Translation } from './markdown.ts'
import type { Problem } from './problem.ts'
import {
  conceptsSchema,
  contactsSchema,
  type EntryHead,
  entrySchema,
  holidaysSchema,
  islandsSchema,
  languageSchema,
  namesSchema,
  otherLanguagesSchema,
  outsideSchema,
  smalltalkSchema,
  talkSchema,
  topicsSchema,
  type UrgentExample,
  type UrgentFile,
  unitsSchema,
  urgentExampleSchema,
  urgentSchema,
  urgentWordsSchema,
} from './schemas.ts'
import { readYaml } from './yaml.ts'

export type EntryFiles = {
  /** `residence/residence-fees`, for messages. */
  readonly folder: string
  readonly head: EntryHead
  readonly translations: Readonly<Partial<Record<Lang, Translation>>>
}

/** Everything in the folder that could be read. What could not be is null or left out, and is among the problems. */
export type Content = {
  readonly entries: readonly EntryFiles[]
  readonly urgent: readonly { readonly file: string; readonly value: UrgentFile }[]
  readonly urgentExamples: readonly UrgentExample[]
  readonly urgentWords: z.output<typeof urgentWordsSchema> | null
  readonly units: z.output<typeof unitsSchema> | null
  readonly islands: z.output<typeof islandsSchema> | null
  readonly contacts: z.output<typeof contactsSchema> | null
  readonly holidays: z.output<typeof holidaysSchema> | null
  readonly topics: z.output<typeof topicsSchema> | null
  readonly languages: Readonly<Partial<Record<Lang, z.output<typeof languageSchema>>>>
  readonly otherLanguages: z.output<typeof otherLanguagesSchema> | null
  readonly smalltalk: z.output<typeof smalltalkSchema> | null
  readonly outside: z.output<typeof outsideSchema> | null
  readonly names: z.output<typeof namesSchema> | null
  readonly concepts: z.output<typeof conceptsSchema> | null
  readonly talk: z.output<typeof talkSchema> | null
  readonly problems: readonly Problem[]
}

/** Folders that hold something else than topics. */
const NOT_TOPICS = new Set(['urgent', 'language', 'drafts'])

const foldersIn = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((item) => item.isDirectory() && !item.name.startsWith('.'))
    .map((item) => item.name)
    .sort()

const jsonOf = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/** Reads the whole folder. Never throws on what somebody wrote: every problem of every file is in the answer. */
export const readContent = (dir: string): Content => {
  const problems: Problem[] = []

  const text = (file: string): string | null => {
    const path = join(dir, file)
    if (existsSync(path)) return readFileSync(path, 'utf8')
    problems.push({ file, line: 1, message: 'the file is missing' })
    return null
  }
  const yaml = <S extends z.ZodType>(file: string, schema: S): z.output<S> | null => {
    const content = text(file)
    if (content === null) return null
    const read = readYaml(content, file, schema)
    if (read.ok) return read.value
    problems.push(...read.error)
    return null
  }

  const entries = foldersIn(dir)
    .filter((topic) => !NOT_TOPICS.has(topic))
    .flatMap((topic) => foldersIn(join(dir, topic)).map((entry) => ({ topic, entry, folder: `${topic}/${entry}` })))
    .flatMap(({ topic, entry, folder }): EntryFiles[] => {
      const head = yaml(`${folder}/entry.yaml`, entrySchema)
      const translations: Partial<Record<Lang, Translation>> = {}
      for (const lang of LANGS) {
        const file = `${folder}/${lang}.md`
        const content = text(file)
        const read = content === null ? null : readTranslation(content, file)
        if (read?.ok) translations[lang] = read.value
        else if (read) problems.push(...read.error)
      }
      if (head && head.id !== entry)
        problems.push({
          file: `${folder}/entry.yaml`,
          line: 1,
          message: `id is "${head.id}" but the folder is "${entry}"`,
        })
      if (head && head.topic !== topic)
        problems.push({
          file: `${folder}/entry.yaml`,
          line: 1,
          message: `topic is "${head.topic}" but the folder is in "${topic}"`,
        })
      return head ? [{ folder, head, translations }] : []
    })

  const urgentFiles = existsSync(join(dir, 'urgent'))
    ? readdirSync(join(dir, 'urgent'))
        .filter((name) => name.endsWith('.yaml') && name !== 'words.yaml')
        .sort()
    : []
  const urgent = urgentFiles.flatMap((name) => {
    const file = `urgent/${name}`
    const value = yaml(file, urgentSchema)
    if (value && `${value.kind}.yaml` !== name)
      problems.push({ file, line: 1, message: `kind is "${value.kind}", so the file is called ${value.kind}.yaml` })
    return value ? [{ file, value }] : []
  })

  const urgentExamples = LANGS.flatMap((lang) => {
    const file = `urgent/examples/${lang}.jsonl`
    return (text(file) ?? '').split('\n').flatMap((line, at): UrgentExample[] => {
      if (line.trim() === '') return []
      const read = urgentExampleSchema.safeParse(jsonOf(line))
      if (read.success) return [{ lang, ...read.data }]
      problems.push({ file, line: at + 1, message: 'a line is {"danger": a kind or null, "text": ...}' })
      return []
    })
  })

  const languages: Partial<Record<Lang, z.output<typeof languageSchema>>> = {}
  for (const lang of LANGS) {
    const value = yaml(`language/${lang}.yaml`, languageSchema)
    if (value) languages[lang] = value
  }
  return {
    entries,
    urgent,
    urgentExamples,
    urgentWords: yaml('urgent/words.yaml', urgentWordsSchema),
    units: yaml('units.yaml', unitsSchema),
    islands: yaml('islands.yaml', islandsSchema),
    contacts: yaml('contacts.yaml', contactsSchema),
    holidays: yaml('holidays.yaml', holidaysSchema),
    topics: yaml('topics.yaml', topicsSchema),
    languages,
    otherLanguages: yaml('language/other.yaml', otherLanguagesSchema),
    smalltalk: yaml('language/smalltalk.yaml', smalltalkSchema),
    outside: yaml('language/outside.yaml', outsideSchema),
    names: yaml('language/names.yaml', namesSchema),
    concepts: yaml('language/concepts.yaml', conceptsSchema),
    talk: yaml('language/talk.yaml', talkSchema),
    problems,
  }
}
