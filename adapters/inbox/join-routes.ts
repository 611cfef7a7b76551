import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { StaffId } from '../../bot/ids.ts'
import { may } from './access.ts'
import { acceptRequest, setupRequest } from './contract.ts'
import type { Core } from './core.ts'
import { refuse } from './failure.ts'
import { addressOf } from './guard.ts'
import { readBody, readQuery } from './input.ts'
import type { Link } from './links.ts'
import { cleanName } from './names.ts'
import { isCommonPassword } from './passwords.ts'
import { byAddress } from './throttle.ts'

type Wanted = { readonly email: string; readonly name: string; readonly password: string }

/** How an account begins: the link of the first start, or an invitation. Open to whoever has a link. */
export const joinRoutes = (core: Core): Hono => {
  const { links, staff, accounts, throttle, access, log } = core

  /** A link that is still good; else an answer. Guessing is slowed down. */
  const linkFor = async (c: Context, kind: Link['kind'], token: string): Promise<Link | Response> => {
    const keys = [byAddress('link', addressOf(c))]
    const after = await throttle.enter(keys)
    if (after > 0) return refuse({ kind: 'too-many', after })
    const link = await links.find(kind, token)
    if (link === null || !(await stillStands(link))) return refuse({ kind: 'expired' })
    await throttle.forgive(keys)
    return link
  }
  /** The link of the first start, while there is nobody; an invitation, while whoever invited may still do so. */
  const stillStands = async (link: Link): Promise<boolean> => {
    if (link.invitedBy === null) return !(await staff.hasAdministrator())
    const inviter = await staff.find(link.invitedBy)
    return inviter !== null && may(inviter, { kind: 'invite', as: link })
  }
  const join = async (c: Context, link: Link, { email, name, password }: Wanted): Promise<Response> => {
    const shown = cleanName(name)
    const wrong = [
      ...(shown.length < 2 ? ['name'] : []),
      ...(isCommonPassword(password, [email, shown]) ? ['password'] : []),
    ]
    if (wrong.length > 0) return refuse({ kind: 'invalid', fields: wrong })
    if ((await staff.byEmail(email))?.active) return refuse({ kind: 'taken' })
    if (!(await links.use(link))) return refuse({ kind: 'expired' })
    const id: StaffId = await accounts.put({ email, name: shown, password })
    await staff.put(id, link.role, link.units)
    access.ring()
    log.info({ staff: id, role: link.role, by: link.invitedBy }, 'an inbox account began')
    return c.json({ email: email.toLowerCase() })
  }

  return new Hono()
    .post('/setup', async (c) => {
      const read = await readBody(c, setupRequest)
      if (!read.ok) return read.error
      const link = await linkFor(c, 'setup', read.value.token)
      return link instanceof Response ? link : join(c, link, read.value)
    })
    .get('/invite', async (c) => {
      const read = readQuery(c, z.object({ token: acceptRequest.shape.token }))
      if (!read.ok) return read.error
      const link = await linkFor(c, 'invitation', read.value.token)
      return link instanceof Response ? link : c.json({ email: link.email, role: link.role })
    })
    .post('/invite/accept', async (c) => {
      const read = await readBody(c, acceptRequest)
      if (!read.ok) return read.error
      const link = await linkFor(c, 'invitation', read.value.token)
      return link instanceof Response ? link : join(c, link, { ...read.value, email: link.email })
    })
}
