import type { Log } from '../../bot/app/deps.ts'
import type { Clock, Ids } from '../../bot/ports/clock.ts'
import type { Lang } from '../../locales/languages.ts'

/** A line of the menu that Telegram shows beside the text field. `command` without the slash. */
export type TelegramCommand = { readonly command: string; readonly description: string }

export type TelegramOptions = {
  /** `<bot id>:<secret>` as BotFather gave it. Never logged. */
  readonly token: string
  /** `https://api.telegram.org`, or a server of one's own. A slash at the end does not matter. */
  readonly apiRoot: string
  /** Null: long polling. Otherwise Telegram posts to `<publicUrl>/telegram/updates` and shows the secret (A-Z a-z 0-9 _ -). */
  readonly webhook: { readonly publicUrl: string; readonly secret: string } | null
  readonly clock: Clock
  readonly ids: Pick<Ids, 'random'>
  readonly log: Log
  /** Messages in a second to everybody together. Telegram allows about 30; 25 where left out. */
  readonly maxPerSecond?: number
  /** Null or left out: the menu stays as it is. */
  readonly commands?: Readonly<Record<Lang, readonly TelegramCommand[]>> | null
  /** How long Telegram holds a poll open that has nothing to tell, in seconds; 30 where left out. */
  readonly pollSeconds?: number
  /** After how many seconds a request without an answer is given up; 30 where left out. */
  readonly requestSeconds?: number
}
