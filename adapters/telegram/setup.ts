import type { Api } from 'grammy'
import type { Log } from '../../bot/app/deps.ts'
import { LANGS, type Lang } from '../../locales/languages.ts'
import { failureOf, forGrammy } from './api.ts'
import type { TelegramOptions } from './options.ts'
import { WANTED } from './parse.ts'
import { WEBHOOK_PATH } from './webhook.ts'

type Commands = NonNullable<TelegramOptions['commands']>

/** Tells Telegram where updates go. What waits there is kept. Throws what the client throws. */
export const setDelivery = async (
  api: Api,
  webhook: TelegramOptions['webhook'],
  signal: AbortSignal,
): Promise<void> => {
  if (webhook === null) {
    await api.deleteWebhook({ drop_pending_updates: false }, forGrammy(signal))
    return
  }
  const url = webhook.publicUrl.replace(/\/+$/, '') + WEBHOOK_PATH
  await api.setWebhook(url, { secret_token: webhook.secret, allowed_updates: WANTED }, forGrammy(signal))
}

/** Telegram knows languages by two letters only, so Kabuverdianu cannot have a menu of its own. */
const CODES = { pt: 'pt', en: 'en', fr: 'fr', kea: null } as const satisfies Record<Lang, string | null>

/**
 * The menu of commands. Whose telephone speaks none of the languages that have a code sees the Portuguese one. Failures are
 * of no account.
 */
export const setMenu = async (api: Api, commands: Commands, log: Log, signal: AbortSignal): Promise<void> => {
  try {
    await api.setMyCommands(commands.pt, {}, forGrammy(signal))
    for (const language of LANGS) {
      const code = CODES[language]
      if (code !== null) await api.setMyCommands(commands[language], { language_code: code }, forGrammy(signal))
    }
  } catch (error) {
    log.warn({ channel: 'telegram', failure: failureOf(error) }, 'the menu of commands could not be set')
  }
}
