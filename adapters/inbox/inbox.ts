import { Hono } from 'hono'
import { except } from 'hono/combine'
import { faultOf } from '../../bot/app/fault.ts'
import { createAccounts } from './accounts.ts'
import { actionRoutes } from './action-routes.ts'
import { authRoutes } from './auth-routes.ts'
import { createBell } from './bell.ts'
import { channelRoutes } from './channel-routes.ts'
import type { Core } from './core.ts'
import { eventRoutes } from './event-routes.ts'
import { exportRoutes } from './export-routes.ts'
import { refuse } from './failure.ts'
import { fileRoutes, isFile } from './file-routes.ts'
import { sameOrigin, securityHeaders, smallJson } from './guard.ts'
import { joinRoutes } from './join-routes.ts'
import { createLinks } from './links.ts'
import { colleagueRoutes, meRoutes } from './me-routes.ts'
import { mediaRoutes } from './media-routes.ts'
import type { InboxOptions } from './options.ts'
import { pageRoutes } from './page-routes.ts'
import { questionRoutes } from './question-routes.ts'
import { reminderRoutes } from './reminder-routes.ts'
import { type Env, secondFactor, signedIn } from './signed-in.ts'
import { createStaffRecords } from './staff.ts'
import { staffRoutes } from './staff-routes.ts'
import { type InboxDb, migrateInbox } from './tables.ts'
import { templateRoutes } from './template-routes.ts'
import { createThrottle } from './throttle.ts'
import { ticketRoutes } from './ticket-routes.ts'

export type Inbox = {
  /** To be mounted at /inbox. Needs a server of @hono/node-server, for the address of the connection. */
  readonly app: Hono
  /** A new one-time link for the first administrator, good for a day; the one before ends. Null: there is one already. */
  readonly setupLink: () => Promise<string | null>
  /** Ends the live lines, so that the server can stop. */
  readonly close: () => void
}

/** The server side of the staff inbox. Makes its tables; throws where that fails. */
export const createInbox = async <Tables>({ db, ...options }: InboxOptions<Tables>): Promise<Inbox> => {
  // The tables of others on this connection are none of the inbox's business.
  const own = db as unknown as InboxDb
  await migrateInbox(own)
  const staff = createStaffRecords(own, options.clock)
  const { publicUrl, secret, log } = options
  const mayEnter = async (id: Parameters<typeof staff.find>[0]) => (await staff.find(id))?.active === true
  const core: Core = {
    ...options,
    db: own,
    staff,
    accounts: await createAccounts({ db: own, publicUrl, secret, log, mayEnter }),
    links: createLinks(own, options.clock, options.ids),
    throttle: createThrottle(own, options.clock),
    access: createBell(),
  }
  const over = new AbortController()

  const api = new Hono<Env>()
    .route('/', joinRoutes(core))
    .use('*', signedIn(core))
    .route('/', meRoutes(core))
    .use('*', secondFactor(core))
    .route('/', colleagueRoutes(core))
    .route('/', ticketRoutes(core))
    .route('/', actionRoutes(core))
    .route('/', templateRoutes(core))
    .route('/', reminderRoutes(core))
    .route('/', fileRoutes(core))
    .route('/', mediaRoutes(core))
    .route('/', exportRoutes(core))
    .route('/', eventRoutes(core, over.signal))
    .route('/', staffRoutes(core))
    .route('/', channelRoutes(core))
    .route('/', questionRoutes(core))
    .all('*', () => refuse({ kind: 'not-found' }))

  const app = new Hono()
  app.use('*', securityHeaders)
  for (const path of ['/api/*', '/auth/*']) app.use(path, sameOrigin(publicUrl), except(isFile, ...smallJson))
  app.route('/auth', authRoutes(core))
  app.route('/api', api)
  app.route('/', pageRoutes(options.dist))
  app.onError((error, c) => {
    const code = options.ids.newId()
    log.error({ code, ...faultOf(error), method: c.req.method }, 'a request to the inbox failed')
    return refuse({ kind: 'trouble', code })
  })

  return {
    app,
    setupLink: async () => {
      if (await staff.hasAdministrator()) return null
      return `${new URL(publicUrl).origin}/inbox/setup?token=${await core.links.makeSetup()}`
    },
    close: () => over.abort(),
  }
}
