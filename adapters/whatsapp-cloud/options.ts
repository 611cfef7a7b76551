import type { Log } from '../../bot/app/deps.ts'
import type { Aliases } from '../../bot/ports/aliases.ts'
import type { Clock, Ids } from '../../bot/ports/clock.ts'

export type WhatsappCloudOptions = {
  /** The access token of a system user. Never logged. */
  readonly token: string
  /** Meta's id of our number, which is not the number. What is for other numbers is ignored. */
  readonly phoneId: string
  /** Signs what Meta delivers. */
  readonly appSecret: string
  /** Meta's id of the account, to list its templates; left out: no templates. */
  readonly accountId?: string
  /** What Meta says at the handshake of the webhook. */
  readonly verifyToken: string
  /** `https://graph.facebook.com/v24.0`. A slash at the end does not matter. */
  readonly apiRoot: string
  /** The address of this program, under which Meta posts to `/whatsapp-cloud/updates`. */
  readonly publicUrl: string
  /** Where what was seen of the set-up is kept; made where it is not there. */
  readonly folder: string
  readonly aliases: Aliases
  readonly clock: Clock
  readonly ids: Pick<Ids, 'random'>
  readonly log: Log
  /** Messages in a second that Meta allows for the number, in and out; 80 where left out. */
  readonly maxPerSecond?: number
  /** After how many seconds a request without an answer is given up; 30 where left out. */
  readonly requestSeconds?: number
}
