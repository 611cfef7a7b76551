import type { MiddlewareHandler } from 'hono'
import { type Staff, scopeOf } from './access.ts'
import type { Core } from './core.ts'
import { refuse } from './failure.ts'

export type SignedIn = { readonly staff: Staff; readonly session: string; readonly cookies: readonly string[] }
export type Env = { readonly Variables: { readonly me: SignedIn } }

/** Who asks, read anew at each request: a session that ended, or staff who left, are nobody at once. */
export const whoAsks = async (
  { accounts, staff }: Core,
  headers: Headers,
  keep?: 'as it is',
): Promise<SignedIn | null> => {
  const session = await accounts.sessionOf(headers, keep)
  if (session === null) return null
  const one = await staff.find(session.staff)
  return one?.active ? { staff: one, session: session.session, cookies: session.cookies } : null
}

/** True where this person must set up a second factor before anything else. */
export const owesTwoFactor = ({ requireTwoFactor = ['admin'] }: Core, staff: Staff): boolean =>
  !staff.twoFactor && requireTwoFactor.includes(staff.role)

export const signedIn =
  (core: Core): MiddlewareHandler<Env> =>
  async (c, next) => {
    const me = await whoAsks(core, c.req.raw.headers)
    if (me === null) return refuse({ kind: 'signed-out' })
    c.set('me', me)
    await core.staff.seen(me.staff)
    await next()
    // The session was prolonged.
    for (const cookie of me.cookies) c.res.headers.append('set-cookie', cookie)
  }

export const secondFactor =
  (core: Core): MiddlewareHandler<Env> =>
  async (c, next) => {
    if (owesTwoFactor(core, c.var.me.staff)) return refuse({ kind: 'two-factor' })
    return next()
  }

export const myScope = (c: { readonly var: { readonly me: SignedIn } }) => scopeOf(c.var.me.staff)
