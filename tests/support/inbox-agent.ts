import { PASSWORD, startInbox, type TestInbox } from '../inbox/support.ts'
import { type InboxBrowser, openInboxPage, signIn } from './inbox-browser.ts'

export const emailOf = (name: string): string => `${name.toLowerCase()}@exemplo.cv`

/** A real inbox with its records, and its page in Chromium, where Zenaida of the unit of Sal is signed in. */
export type AgentPage = {
  readonly inbox: TestInbox
  /** A new browser of hers, at a path of the inbox. */
  readonly open: InboxBrowser['open']
  /** The same, of nobody yet. */
  readonly openSignedOut: InboxBrowser['open']
  readonly stop: () => Promise<void>
}

/** `more`: of the inbox, beside its page; `colleagues`: names of others of the unit, with the same password. */
export const startAgentPage = async ({
  colleagues = [],
  args = [],
  more = {},
}: {
  colleagues?: readonly string[]
  args?: readonly string[]
  more?: object
} = {}): Promise<AgentPage> => {
  let inbox: TestInbox | null = null
  const world = await openInboxPage(async (dist) => {
    const options = { requireTwoFactor: [], dist, ...more }
    inbox = await startInbox(options)
    const admin = await inbox.administrator()
    await inbox.member(admin, emailOf('zenaida'), 'agent', ['sal'], 'Zenaida M.')
    for (const name of colleagues) await inbox.member(admin, emailOf(name), 'agent', ['sal'], name)
    return { url: inbox.origin, stop: inbox.stop }
  }, args)
  if (inbox === null) throw new Error('the inbox did not start')
  const first = await world.open('')
  await signIn(first, emailOf('zenaida'), PASSWORD)
  await first.getByText('Ninguém à espera').waitFor()
  const kept = { storageState: await first.context().storageState() }
  await first.context().close()
  return {
    inbox,
    open: (path, options = {}) => world.open(path, { ...kept, ...options }),
    openSignedOut: world.open,
    stop: world.stop,
  }
}
