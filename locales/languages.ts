/** The languages that the bot speaks, in the order in which they are offered. A language is here only when it is complete. */
export const LANGS = ['pt', 'en', 'fr', 'kea'] as const
export type Lang = (typeof LANGS)[number]

/** Each language by the name its speakers use. */
export const OWN_NAME: Readonly<Record<Lang, string>> = {
  pt: 'Português',
  en: 'English',
  fr: 'Français',
  kea: 'Kabuverdianu',
}

/** BCP 47 tag for dates and numbers. Kabuverdianu is formatted as Cape Verdean Portuguese: few systems carry data for it. */
export const FORMAT_TAG: Readonly<Record<Lang, string>> = { pt: 'pt-CV', en: 'en-GB', fr: 'fr-FR', kea: 'pt-CV' }

export const isLang = (value: unknown): value is Lang => (LANGS as readonly unknown[]).includes(value)
