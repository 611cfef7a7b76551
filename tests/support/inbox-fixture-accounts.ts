import { betterAuth } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'
import { twoFactor } from 'better-auth/plugins'
import { AUTH } from '../../adapters/inbox/contract.ts'
import { ZENAIDA } from './inbox-fixture-data.ts'

export const PASSWORD = 'uma frase bem comprida'

/** The real account library on records in memory, with one account: zenaida@exemplo.cv. */
export const fixtureAccounts = async (url: string) => {
  const database: Record<string, never[]> = {
    user: [],
    session: [],
    account: [],
    verification: [],
    twoFactor: [],
    rateLimit: [],
  }
  const auth = betterAuth({
    baseURL: url,
    basePath: AUTH,
    secret: 'only-for-tests-only-for-tests-only-for-tests',
    database: memoryAdapter(database),
    emailAndPassword: { enabled: true, minPasswordLength: 12 },
    plugins: [twoFactor({ issuer: 'Morabeza' })],
    rateLimit: { enabled: true, storage: 'database', customRules: { '/sign-in/email': { window: 60, max: 5 } } },
    logger: { level: 'error' },
  })
  const endSessions = () => {
    database.session?.splice(0)
  }
  /** Signing up signs in, too: that session is not wanted. */
  const add = async (name: string, email: string, password: string) => {
    await auth.api.signUpEmail({ body: { name, email, password } })
    endSessions()
  }
  await add(ZENAIDA.name, 'zenaida@exemplo.cv', PASSWORD)
  return {
    add,
    endSessions,
    session: (headers: Headers) => auth.api.getSession({ headers }),
    forgetTries: () => {
      database.rateLimit?.splice(0)
    },
    handle: (request: Request) => {
      const headers = new Headers(request.headers)
      headers.set('x-forwarded-for', '127.0.0.1')
      return auth.handler(new Request(request, { headers }))
    },
  }
}
