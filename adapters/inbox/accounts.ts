import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { twoFactor } from 'better-auth/plugins/two-factor'
import type { Log } from '../../bot/app/deps.ts'
import { type StaffId, staffId } from '../../bot/ids.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../bot/time.ts'
import { AUTH, PASSWORD_MIN } from './contract.ts'
import type { InboxDb } from './tables.ts'

/** The address of the browser, put in by this server only: what a client sends under this name is thrown away. */
export const ADDRESS_HEADER = 'x-client-address'

export type NewAccount = { readonly email: string; readonly name: string; readonly password: string }
export type SessionRef = { readonly staff: StaffId; readonly session: string }

/** Passwords, second factors and sessions: the account library, set up for people who were invited. */
export type Accounts = {
  /** Answers a request to the library. Only paths that auth-routes.ts lets through come here. */
  readonly handle: (request: Request) => Promise<Response>
  /**
   * Who a request comes from, read from the records: a session that was ended is none. `cookies` go into the answer: each look prolongs the
   * session, unless it is to be kept as it is.
   */
  readonly sessionOf: (
    headers: Headers,
    keep?: 'as it is',
  ) => Promise<(SessionRef & { readonly cookies: readonly string[] }) | null>
  /** Makes the account, or lets one with this e-mail begin anew: other password, no second factor, no session. */
  readonly put: (account: NewAccount) => Promise<StaffId>
  readonly endSessions: (staff: StaffId) => Promise<void>
}

type Settings = {
  readonly db: InboxDb
  readonly publicUrl: string
  readonly secret: string
  readonly log: Log
  /** Asked at each sign-in, after the password was right. */
  readonly mayEnter: (staff: StaffId) => Promise<boolean>
}

export const createAccounts = async ({ db, publicUrl, secret, log, mayEnter }: Settings): Promise<Accounts> => {
  const options = {
    appName: 'Morabeza',
    baseURL: new URL(publicUrl).origin,
    basePath: AUTH,
    secret,
    trustedOrigins: [new URL(publicUrl).origin],
    database: { db, type: 'sqlite' as const },
    user: { modelName: 'inboxUser' },
    account: { modelName: 'inboxAccount' },
    verification: { modelName: 'inboxVerification' },
    session: {
      modelName: 'inboxSession',
      expiresIn: (7 * DAY) / SECOND,
      updateAge: HOUR / SECOND,
      // Else the list of one's own sessions is refused a day after signing in.
      freshAge: 0,
    },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: PASSWORD_MIN, maxPasswordLength: 200 },
    // throttle.ts does it for all doors alike.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // Its words may hold what somebody typed; that something broke is enough to look.
    logger: {
      log: (level: string) => {
        if (level === 'error') log.error({}, 'the account library met a fault or refused a request')
      },
    },
    advanced: {
      cookiePrefix: 'morabeza',
      useSecureCookies: publicUrl.startsWith('https:'),
      // Strict: the page itself is public, so that a link from elsewhere opens it, and its own requests carry the cookie.
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict' as const, path: '/inbox' },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session: { readonly userId: string }) =>
            (await mayEnter(staffId(session.userId))) ? undefined : false,
        },
      },
    },
    plugins: [
      twoFactor({
        issuer: 'Morabeza',
        schema: { twoFactor: { modelName: 'inboxTwoFactor' } },
        accountLockout: { maxFailedAttempts: 5, durationSeconds: (15 * MINUTE) / SECOND },
      }),
    ],
  }
  await (await getMigrations(options)).runMigrations()
  const auth = betterAuth(options)
  const context = await auth.$context
  const { internalAdapter } = context

  return {
    handle: (request) => auth.handler(request),
    sessionOf: async (headers, keep) => {
      if (!headers.has('cookie')) return null
      const { response, headers: answer } = await auth.api.getSession({
        headers,
        query: { disableRefresh: keep !== undefined },
        returnHeaders: true,
      })
      if (response === null) return null
      return { staff: staffId(response.user.id), session: response.session.id, cookies: answer.getSetCookie() }
    },
    put: async ({ email, name, password }) => {
      const hash = await context.password.hash(password)
      const known = await internalAdapter.findUserByEmail(email.toLowerCase())
      const { id } =
        known?.user ??
        (await internalAdapter.createUser({ email, name, emailVerified: true }, { method: 'email-password' }))
      if (known) {
        await internalAdapter.updateUser(id, { name, twoFactorEnabled: false })
        await internalAdapter.deleteUserSessions(id)
        await context.adapter.deleteMany({ model: 'twoFactor', where: [{ field: 'userId', value: id }] })
      }
      if (await internalAdapter.findCredentialAccount(id)) await internalAdapter.updatePassword(id, hash)
      else await internalAdapter.linkAccount({ userId: id, providerId: 'credential', accountId: id, password: hash })
      return staffId(id)
    },
    endSessions: (staff) => internalAdapter.deleteUserSessions(staff),
  }
}
