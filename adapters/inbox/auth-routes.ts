import { Hono } from 'hono'
import { z } from 'zod'
import { ADDRESS_HEADER } from './accounts.ts'
import { AUTH } from './contract.ts'
import type { Core } from './core.ts'
import { refuse } from './failure.ts'
import { addressOf } from './guard.ts'
import { readBody } from './input.ts'
import { isCommonPassword } from './passwords.ts'
import { byAccount, byAddress, type Key } from './throttle.ts'

/**
 * The doors of the account library that are open; all its others (signing up, changing the e-mail, deleting) are shut.
 * `guess`: what somebody could guess there, and so is slowed down.
 */
const DOORS: Readonly<Record<string, { readonly method: 'GET' | 'POST'; readonly guess?: 'password' | 'code' }>> = {
  '/get-session': { method: 'GET' },
  '/list-sessions': { method: 'GET' },
  '/sign-in/email': { method: 'POST', guess: 'password' },
  '/sign-out': { method: 'POST' },
  '/revoke-session': { method: 'POST' },
  '/revoke-other-sessions': { method: 'POST' },
  '/change-password': { method: 'POST', guess: 'password' },
  '/two-factor/enable': { method: 'POST', guess: 'password' },
  '/two-factor/disable': { method: 'POST', guess: 'password' },
  '/two-factor/generate-backup-codes': { method: 'POST', guess: 'password' },
  '/two-factor/verify-totp': { method: 'POST', guess: 'code' },
  '/two-factor/verify-backup-code': { method: 'POST', guess: 'code' },
}

const fields = z.record(z.string(), z.unknown())
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Under /inbox/auth. */
export const authRoutes = (core: Core): Hono => {
  const { accounts, staff, throttle, access, log } = core
  const ownEmail = async (headers: Headers): Promise<string> => {
    const session = await accounts.sessionOf(headers)
    return (session && (await staff.find(session.staff))?.email) ?? ''
  }
  const pass = (path: string, method: string, sent: Headers, address: string, body: unknown) => {
    const headers = new Headers({ 'content-type': 'application/json', [ADDRESS_HEADER]: address })
    for (const name of ['cookie', 'user-agent']) {
      const value = sent.get(name)
      if (value !== null) headers.set(name, value)
    }
    // Whoever comes here has passed `sameOrigin`; the library is told the one address that it knows.
    const { origin } = new URL(core.publicUrl)
    headers.set('origin', origin)
    const init = method === 'GET' ? { method, headers } : { method, headers, body: JSON.stringify(body) }
    return accounts.handle(new Request(`${origin}${AUTH}${path}`, init))
  }

  return new Hono().all('*', async (c) => {
    const path = c.req.path.slice(AUTH.length)
    const door = Object.hasOwn(DOORS, path) ? DOORS[path] : undefined
    if (door === undefined || door.method !== c.req.method) return refuse({ kind: 'not-found' })
    const sent = c.req.raw.headers
    const address = addressOf(c)
    if (door.method === 'GET') return pass(path, 'GET', sent, address, null)

    const read = await readBody(c, fields)
    if (!read.ok) return read.error
    // Every sign-in asks for the second factor: no device is trusted for a month.
    const { trustDevice: _, callbackURL: __, ...body } = read.value
    const email = path === '/sign-in/email' ? text(body.email) : await ownEmail(sent)
    if (path === '/change-password' && isCommonPassword(text(body.newPassword), [email])) {
      return c.json({ code: 'PASSWORD_TOO_COMMON', message: 'This password is among the first that are guessed' }, 400)
    }
    const keys: readonly Key[] =
      door.guess === 'password'
        ? [byAddress('password', address), byAccount(email)]
        : door.guess === 'code'
          ? [byAddress('code', address)]
          : []
    const wait = keys.length === 0 ? 0 : await throttle.enter(keys)
    if (wait > 0) {
      log.warn({ path, after: wait }, 'too many tries at an inbox account')
      return refuse({ kind: 'too-many', after: wait })
    }
    const answer = await pass(path, 'POST', sent, address, body)
    if (answer.ok) {
      await throttle.forgive(keys)
      access.ring()
    }
    return answer
  })
}
