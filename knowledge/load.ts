import { DANGERS, type Danger } from '../bot/danger.ts'
import { entryId, unitId } from '../bot/ids.ts'
import type { EmergencyNumber, Hours, Knowledge, TopicInfo, Unit } from '../bot/ports/knowledge.ts'
import { fail, ok, type Result } from '../bot/result.ts'
import { createPlaceFinder } from '../bot/understanding/places.ts'
import { createUnderstanding } from '../bot/understanding/understand.ts'
import { LANGS, type Lang } from '../locales/languages.ts'
import { createAnswers } from './answers.ts'
import { holidayOn } from './calendar.ts'
import { loadModel, MODEL_FILE } from './model.ts'
import type { Problem } from './problem.ts'
import type { Content } from './read.ts'
import { fill, numbersOf } from './render.ts'

/** Where the folder stands beside this file. */
export const KNOWLEDGE_DIR = import.meta.dirname

const hoursOf = (hours: Readonly<Record<string, readonly [number, number][]>> | null): Hours =>
  hours && Object.fromEntries(Object.entries(hours).map(([weekday, spans]) => [Number(weekday), spans]))

const unitsOf = (content: Content): readonly Unit[] =>
  (content.units ?? []).map((unit) => ({
    id: unitId(unit.id),
    name: unit.name,
    short: unit.short,
    island: unit.island,
    place: unit.place,
    lat: unit.lat,
    lon: unit.lon,
    telephone: unit.telephone,
    email: unit.email,
    hours: hoursOf(unit.hours),
    headOffice: unit.head_office,
  }))

/** The names under which people know the place of a unit: its own first, because they are the more exact ones. */
const placesOf = (content: Content) => [
  ...(content.units ?? []).map((unit) => ({
    unit: unitId(unit.id),
    names: [unit.id.replace(/-/g, ' '), ...unit.aliases],
  })),
  ...(content.islands ?? []).map((island) => ({
    unit: unitId(island.unit),
    names: [island.id.replace(/-/g, ' '), ...Object.values(island.name), ...island.aliases],
  })),
]

const topicsOf = (content: Content): readonly TopicInfo[] =>
  (content.topics ?? []).map((topic) => ({
    id: topic.id,
    label: topic.label,
    entries: topic.entries.map(entryId),
  }))

const repliesOf = (content: Content): Readonly<Record<Danger, Readonly<Record<Lang, string>>>> => {
  const numbers = numbersOf(content.contacts ?? [])
  return Object.fromEntries(
    DANGERS.map((kind) => {
      const reply = content.urgent.find(({ value }) => value.kind === kind)?.value.reply
      return [kind, Object.fromEntries(LANGS.map((lang) => [lang, fill(reply?.[lang] ?? '', numbers)]))]
    }),
  ) as Record<Danger, Record<Lang, string>>
}

/** Whom to call first, in this order. */
const EMERGENCY = ['police', 'ambulance', 'fire']

const emergencyOf = (content: Content): readonly EmergencyNumber[] =>
  EMERGENCY.flatMap((id) => {
    const contact = content.contacts?.find((one) => one.id === id)
    const first = contact?.numbers[0]
    return contact && first ? [{ id, name: contact.name, number: first.number, free: first.free === true }] : []
  })

/** What would make a loaded knowledge dangerous: a danger without a reply, a number that is not there. */
const dangerProblems = (content: Content): readonly Problem[] => {
  const replies = repliesOf(content)
  return DANGERS.flatMap((kind) =>
    LANGS.flatMap((lang): Problem[] => {
      const file = `urgent/${kind}.yaml`
      const text = replies[kind][lang]
      if (text === '') return [{ file, line: 1, message: `there is no reply for "${kind}" in ${lang}` }]
      const open = text.match(/\{[a-z0-9_-]+\}/)
      return open
        ? [{ file, line: 1, message: `the reply in ${lang} names ${open[0]}, which contacts.yaml does not have` }]
        : []
    }),
  )
}

/**
 * Reads the folder and gives everything the bot knows; learns from it first (a few seconds) where the kept model is not of
 * these words. Where anything is wrong, nothing is loaded: the error lists every problem of every file at once.
 */
export const loadKnowledge = (
  dir: string = KNOWLEDGE_DIR,
  modelFile: string = MODEL_FILE,
): Result<Knowledge, readonly Problem[]> => {
  const model = loadModel(dir, modelFile)
  if (!model.ok) return model
  const { content, data, learnt } = model.value
  const problems = dangerProblems(content)
  if (problems.length > 0) return fail(problems)

  const answers = createAnswers(content.entries, content.contacts ?? [])
  const replies = repliesOf(content)
  return ok({
    ...createUnderstanding(data, learnt),
    ...answers,
    danger: (kind, lang) => ({ kind, text: replies[kind][lang] }),
    topics: topicsOf(content),
    units: unitsOf(content),
    emergency: emergencyOf(content),
    unitFor: createPlaceFinder(placesOf(content)),
    holiday: (day, lang) => holidayOn(content.holidays ?? [], day, lang),
  })
}
