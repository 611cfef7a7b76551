import { COMMANDS, type Command, LANGUAGE_NAMES } from '../../locales/commands.ts'
import { LANGS, type Lang } from '../../locales/languages.ts'
import { fold } from './fold.ts'

const commands = new Map<string, Command>()
for (const [command, byLang] of Object.entries(COMMANDS) as [Command, Record<Lang, readonly string[]>][]) {
  for (const lang of LANGS) for (const words of byLang[lang]) commands.set(fold(words), command)
}

const languages = new Map<string, Lang>()
for (const lang of LANGS) for (const name of LANGUAGE_NAMES[lang]) languages.set(fold(name), lang)

/** The command that a message is, in any of the languages, with or without a slash; null where it is something else. */
export const commandOf = (text: string): Command | null => commands.get(fold(text)) ?? null

/** The language that a message names and nothing else. */
export const languageNamed = (text: string): Lang | null => languages.get(fold(text)) ?? null
