import type { Lang } from '../../locales/languages.ts'
import { translator } from '../../locales/translate.ts'
import type { TelegramCommand } from './options.ts'

const inLanguage = (lang: Lang): readonly TelegramCommand[] => {
  const t = translator(lang)
  return [
    { command: 'menu', description: t('choice.menu') },
    { command: 'person', description: t('choice.person') },
    { command: 'language', description: t('choice.language') },
    { command: 'status', description: t('choice.status') },
    { command: 'privacy', description: t('choice.privacy') },
  ]
}

/** The menu that Telegram shows beside the text field. */
export const telegramCommands: Readonly<Record<Lang, readonly TelegramCommand[]>> = {
  pt: inLanguage('pt'),
  en: inLanguage('en'),
  fr: inLanguage('fr'),
  kea: inLanguage('kea'),
}
