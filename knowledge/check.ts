import { DANGERS } from '../bot/danger.ts'
import { unknownGroups } from '../bot/engine/phrase.ts'
import { type ExampleFault, exampleFault, MOST_EXAMPLE } from '../bot/example.ts'
import { lengthOf } from '../bot/text.ts'
import { LANGS, type Lang } from '../locales/languages.ts'
import { findDuplicates } from './duplicates.ts'
import type { Part, Translation } from './markdown.ts'
import type { Problem } from './problem.ts'
import { type Content, type EntryFiles, readContent } from './read.ts'
import { factsIn, fill, numbersOf, placeholders } from './render.ts'

export const MOST_TEXT = 600
export const MOST_TITLE = 60
export const MOST_REPLY = 500
export const LEAST_QUESTIONS = 25

/** Numbers stand among the facts only; list markers and addresses are no numbers. */
const digitsIn = (text: string): boolean =>
  /\d/.test(
    text
      .replace(/^\s*\d+\. /gm, '')
      .replace(/\{[a-z0-9_-]+\}/g, '')
      .replace(/\S*(?:https?:|www\.|@)\S*|[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/\S*)?/gi, ''),
  )

const textProblems = (entry: EntryFiles, lang: Lang, part: Part, name: string): readonly Problem[] => {
  const file = `${entry.folder}/${lang}.md`
  const at = (message: string): Problem => ({ file, line: part.line, message })
  const facts = entry.head.facts
  const length = lengthOf(fill(part.text, factsIn(facts, lang)))
  return [
    ...(length > MOST_TEXT
      ? [at(`${name} is ${length} characters long with the facts filled in; at most ${MOST_TEXT} fit`)]
      : []),
    ...placeholders(part.text)
      .filter((fact) => !(fact in facts))
      .map((fact) => at(`{${fact}} is not among the facts of entry.yaml`)),
    ...(digitsIn(part.text) ? [at(`${name} has a number in it: put it under facts and write {its_name}`)] : []),
  ]
}

const FAULTS: Readonly<Record<ExampleFault, string>> = {
  empty: 'a question without words',
  masked: 'the question has a masked word in it ("…" or "#"): write it as a person would',
  'too-long': `the question is longer than ${MOST_EXAMPLE} characters`,
}

const translationProblems = (entry: EntryFiles, lang: Lang, translation: Translation): readonly Problem[] => {
  const file = `${entry.folder}/${lang}.md`
  const problems: Problem[] = [
    ...textProblems(entry, lang, translation.main, 'the answer'),
    ...(translation.more ? textProblems(entry, lang, translation.more, 'the part "More"') : []),
  ]
  if (lengthOf(translation.title.text) > MOST_TITLE)
    problems.push({ file, line: translation.title.line, message: `the title is longer than ${MOST_TITLE} characters` })
  if (digitsIn(translation.title.text))
    problems.push({ file, line: translation.title.line, message: 'the title has a number in it' })
  if (translation.translates > entry.head.version)
    problems.push({
      file,
      line: 2,
      message: `translates ${translation.translates}, but entry.yaml is at version ${entry.head.version}`,
    })
  for (const { text, line } of translation.questions) {
    const fault = exampleFault(text)
    if (fault !== null) problems.push({ file, line, message: FAULTS[fault] })
  }
  if (translation.questions.length < LEAST_QUESTIONS)
    problems.push({
      file,
      line: translation.questions[0]?.line ?? 1,
      message: `only ${translation.questions.length} questions; at least ${LEAST_QUESTIONS} are needed`,
    })
  return problems
}

/** The same facts must be said in every language, each part for itself. */
const sameFacts = (entry: EntryFiles): readonly Problem[] => {
  const reference = entry.translations.pt
  if (!reference) return []
  const names = (part: Part | null): string => [...placeholders(part?.text ?? '')].sort().join(', ')
  return LANGS.flatMap((lang): Problem[] => {
    const translation = entry.translations[lang]
    if (!translation || lang === 'pt') return []
    const differ = (a: Part | null, b: Part | null, name: string): Problem[] =>
      names(a) === names(b)
        ? []
        : [
            {
              file: `${entry.folder}/${lang}.md`,
              line: a?.line ?? 1,
              message: `${name} uses the facts [${names(a)}], but pt.md uses [${names(b)}]`,
            },
          ]
    return [
      ...differ(translation.main, reference.main, 'the answer'),
      ...differ(translation.more, reference.more, 'the part "More"'),
    ]
  })
}

const entryProblems = (entry: EntryFiles, ids: ReadonlySet<string>, content: Content): readonly Problem[] => {
  const file = `${entry.folder}/entry.yaml`
  const at = (message: string): Problem => ({ file, line: 1, message })
  const contacts = new Set((content.contacts ?? []).map((contact) => contact.id))
  const pending = 'with' in entry.head.verified ? entry.head.verified.with : []
  const used = new Set(
    LANGS.flatMap((lang) => {
      const translation = entry.translations[lang]
      return translation ? [...placeholders(translation.main.text), ...placeholders(translation.more?.text ?? '')] : []
    }),
  )
  return [
    ...entry.head.related.filter((id) => !ids.has(id)).map((id) => at(`related: there is no entry "${id}"`)),
    ...entry.head.related
      .filter((id) => id === entry.head.id)
      .map(() => at('related: an entry is not related to itself')),
    ...[...entry.head.confirm_with, ...pending]
      .filter((id) => content.contacts && !contacts.has(id))
      .map((id) => at(`"${id}" is not among contacts.yaml`)),
    ...(content.topics && !content.topics.some((topic) => topic.id === entry.head.topic)
      ? [at(`topic "${entry.head.topic}" is not among topics.yaml`)]
      : []),
    ...Object.keys(entry.head.facts)
      .filter((fact) => !used.has(fact))
      .map((fact) => at(`the fact "${fact}" is used in no text`)),
    ...LANGS.flatMap((lang) => {
      const translation = entry.translations[lang]
      return translation ? translationProblems(entry, lang, translation) : []
    }),
    ...sameFacts(entry),
  ]
}

/** Nearly the same question under two entries teaches nothing but confusion. */
const duplicateProblems = (content: Content): readonly Problem[] => {
  const asked = content.entries.flatMap((entry) =>
    LANGS.flatMap((lang) =>
      (entry.translations[lang]?.questions ?? []).map(({ text, line }) => ({
        text,
        place: { entry: entry.head.id, file: `${entry.folder}/${lang}.md`, line },
      })),
    ),
  )
  return findDuplicates(asked).map(({ place, twin }) => ({
    file: place.file,
    line: place.line,
    message:
      twin.entry === place.entry
        ? `the same question stands in line ${twin.line} of ${twin.file}`
        : `nearly the same question belongs to another entry: ${twin.file}:${twin.line}`,
    twins: { place, twin },
  }))
}

const urgentProblems = (content: Content): readonly Problem[] => {
  const numbers = numbersOf(content.contacts ?? [])
  const groups = content.urgentWords?.groups ?? {}
  const missing = DANGERS.filter((kind) => !content.urgent.some(({ value }) => value.kind === kind)).map(
    (kind): Problem => ({
      file: `urgent/${kind}.yaml`,
      line: 1,
      message: 'the file is missing: every danger needs words and a reply',
    }),
  )
  return [
    ...missing,
    ...content.urgent.flatMap(({ file, value }) => {
      const at = (message: string): Problem => ({ file, line: 1, message })
      const phrases = [...LANGS.flatMap((lang) => value.phrases[lang]), ...value.not]
      return [
        ...phrases.flatMap((phrase) =>
          unknownGroups(phrase, groups).map((name) => at(`there is no group @${name} in words.yaml`)),
        ),
        ...LANGS.flatMap((lang) => {
          const reply = value.reply[lang]
          const filled = lengthOf(fill(reply, numbers))
          return [
            ...(value.phrases[lang].length === 0 ? [at(`there are no phrases in ${lang}`)] : []),
            ...(filled > MOST_REPLY
              ? [at(`the reply in ${lang} is ${filled} characters long; at most ${MOST_REPLY} fit`)]
              : []),
            ...placeholders(reply)
              .filter((name) => !(name in numbers))
              .map((name) => at(`the reply in ${lang} names {${name}}, which has no number in contacts.yaml`)),
            ...(placeholders(reply).length === 0 ? [at(`the reply in ${lang} names no number to call`)] : []),
            ...(digitsIn(reply) ? [at(`the reply in ${lang} has a number in it: write {police} and the like`)] : []),
          ]
        }),
      ]
    }),
  ]
}

const unitProblems = (content: Content): readonly Problem[] => {
  const units = new Set((content.units ?? []).map((unit) => unit.id))
  const heads = (content.units ?? []).filter((unit) => unit.head_office).length
  return [
    ...(content.units && heads !== 1
      ? [{ file: 'units.yaml', line: 1, message: `exactly one unit is the head office, not ${heads}` }]
      : []),
    ...(content.islands ?? [])
      .filter((island) => content.units && !units.has(island.unit))
      .map((island) => ({
        file: 'islands.yaml',
        line: 1,
        message: `"${island.id}" names the unit "${island.unit}", which units.yaml does not have`,
      })),
  ]
}

/** Every entry stands once in the menu, under its topic. */
const topicProblems = (content: Content): readonly Problem[] => {
  const at = (message: string): Problem => ({ file: 'topics.yaml', line: 1, message })
  const topicOf = new Map(content.entries.map((entry) => [entry.head.id, entry.head.topic]))
  const topics = content.topics ?? []
  return [
    ...topics.flatMap((topic) =>
      topic.entries
        .filter((id) => topicOf.get(id) !== topic.id)
        .map((id) => at(`"${topic.id}" lists "${id}", which is no entry of that topic`)),
    ),
    ...content.entries
      .filter((entry) => topics.filter((topic) => topic.entries.includes(entry.head.id)).length !== 1)
      .map((entry) => at(`"${entry.head.id}" must stand once, under "${entry.head.topic}"`)),
  ]
}

const talkProblems = (content: Content): readonly Problem[] =>
  [...Object.values(content.talk?.lasting ?? {}).flat(), ...(content.talk?.asking ?? [])]
    .filter((idea) => content.concepts && !(idea in content.concepts))
    .map((idea) => ({
      file: 'language/talk.yaml',
      line: 1,
      message: `there is no idea "${idea}" in concepts.yaml`,
    }))

/** Everything that is wrong in what was read, in words, with file and line. Empty: it may be published. */
export const problemsOf = (content: Content): readonly Problem[] => {
  const ids = new Set(content.entries.map((entry) => entry.head.id))
  return [
    ...content.problems,
    ...content.entries.flatMap((entry) => entryProblems(entry, ids, content)),
    ...duplicateProblems(content),
    ...urgentProblems(content),
    ...unitProblems(content),
    ...topicProblems(content),
    ...talkProblems(content),
  ]
}

/** The same, of the folder as it is now. */
export const checkContent = (dir: string): readonly Problem[] => problemsOf(readContent(dir))
