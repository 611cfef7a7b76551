import type { Kysely } from 'kysely'
import type { Log } from '../../bot/app/deps.ts'
import type { Desk } from '../../bot/app/desk.ts'
import type { ChannelName } from '../../bot/ids.ts'
import type { Channel } from '../../bot/ports/channel.ts'
import type { Clock, Ids } from '../../bot/ports/clock.ts'
import type { Examples } from '../../bot/ports/examples.ts'
import type { Knowledge } from '../../bot/ports/knowledge.ts'
import type { Store } from '../../bot/ports/store.ts'
import type { Templates } from '../../bot/ports/templates.ts'
import type { WhatsappCloudSetup } from '../../bot/ports/whatsapp-cloud-setup.ts'
import type { WhatsAppLink } from '../../bot/ports/whatsapp-link.ts'
import type { Role } from './contract.ts'

export type InboxOptions<Tables> = {
  /** Where accounts, links and the access log are kept; the tables are made here. */
  readonly db: Kysely<Tables>
  readonly store: Store
  readonly desk: Desk
  readonly channels: ReadonlyMap<ChannelName, Pick<Channel, 'limits' | 'fetch' | 'health'>>
  /** Null or left out where WhatsApp Web is turned off. */
  readonly whatsappLink?: WhatsAppLink | null
  /** Null or left out where the WhatsApp Cloud API is turned off. */
  readonly whatsappCloud?: WhatsappCloudSetup | null
  /** Of the WhatsApp Cloud API; null or left out where there are none. */
  readonly templates?: Templates | null
  /** Read at each request, so that changed knowledge is taken up without a restart. */
  readonly knowledge: () => Pick<Knowledge, 'units' | 'topics' | 'title' | 'understand'>
  /** Where reviewed questions go. Null or left out where nothing can be added. */
  readonly examples?: Examples | null
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** The address in the browser, such as `https://ajuda.example.cv`. With https, cookies are sent over https only. */
  readonly publicUrl: string
  /** At least 32 characters. Signs sessions and encrypts second factors: with another one, staff sign in and set up anew. */
  readonly secret: string
  /** The folder of the built page. */
  readonly dist: string
  /** Rings the listener after every commit of this process; gives what ends that. */
  readonly onChange: (listener: () => void) => () => void
  /** Who cannot work without a second factor. Whoever sees every unit, unless told otherwise. */
  readonly requireTwoFactor?: readonly Role[]
}
