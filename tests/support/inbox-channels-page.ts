import type { Page } from 'playwright-core'
import type { Schema } from '../../adapters/database/schema.ts'
import type { InboxOptions } from '../../adapters/inbox/options.ts'
import type { Channel } from '../../bot/ports/channel.ts'
import { PASSWORD, startInbox } from '../inbox/support.ts'
import { openInboxPage, signIn } from './inbox-browser.ts'

/** The page "Canais" of a real inbox over a real channel that has been started. `open`: signed in as administrator. */
export const openChannelsPage = async (
  channel: Channel,
  panel: Partial<Pick<InboxOptions<Schema>, 'whatsappLink' | 'whatsappCloud'>>,
) => {
  const { open, stop } = await openInboxPage(async (dist) => {
    const channels = new Map([[channel.name, channel]])
    const options = { requireTwoFactor: [], dist, channels, ...panel }
    const inbox = await startInbox(options)
    await inbox.administrator()
    return { url: inbox.origin, stop: inbox.stop }
  })
  await channel.start(
    async () => [],
    async () => undefined,
  )
  return {
    open: async (): Promise<Page> => {
      const page = await open('channels')
      await signIn(page, 'ana@aai.cv', PASSWORD)
      return page
    },
    stop: async (): Promise<void> => {
      await stop()
      await channel.stop()
    },
  }
}
