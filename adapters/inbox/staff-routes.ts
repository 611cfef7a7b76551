import { Hono } from 'hono'
import { staffId, type UnitId } from '../../bot/ids.ts'
import { may, type Staff } from './access.ts'
import { type Invitation, invitationRequest, type Role, type StaffMember, staffPatch } from './contract.ts'
import type { Core } from './core.ts'
import { refuse } from './failure.ts'
import { readBody } from './input.ts'
import type { Link } from './links.ts'
import type { Env } from './signed-in.ts'

const memberView = ({ id, name, email, role, units, active, twoFactor, lastSeenAt }: Staff): StaffMember => ({
  id,
  name,
  email,
  role,
  units: [...units],
  active,
  twoFactor,
  lastSeenAt,
})

const invitationView = ({ id, email, role, units, expiresAt }: Link): Invitation => ({
  id,
  email,
  role,
  units: [...units],
  expiresAt,
})

/** Staff and invitations, for administrators and leads. */
export const staffRoutes = (core: Core): Hono<Env> => {
  const { staff, links, accounts, access, log } = core
  const unknownUnits = (units: readonly UnitId[]) => {
    const known = core.knowledge().units.map((unit) => unit.id)
    return units.some((unit) => !known.includes(unit))
  }
  /** Only who sees all units can have none. */
  const fits = (role: Role, units: readonly UnitId[]) => !unknownUnits(units) && (role === 'admin' || units.length > 0)

  const app = new Hono<Env>()
  const guarded = ['/staff', '/staff/*', '/invitations', '/invitations/*']
  for (const path of guarded) {
    app.use(path, async (c, next) =>
      may(c.var.me.staff, { kind: 'see-staff' }) ? next() : refuse({ kind: 'forbidden' }),
    )
  }
  return app
    .get('/staff', async (c) => {
      const me = c.var.me.staff
      const seen = (await staff.all()).filter((member) => may(me, { kind: 'see-member', member }))
      return c.json({ staff: seen.map(memberView) })
    })
    .patch('/staff/:id', async (c) => {
      const read = await readBody(c, staffPatch)
      if (!read.ok) return read.error
      const me = c.var.me.staff
      const member = await staff.find(staffId(c.req.param('id')))
      if (member === null || !may(me, { kind: 'see-member', member })) return refuse({ kind: 'not-found' })
      const { role = member.role, active = member.active } = read.value
      const units = [...new Set(read.value.units ?? member.units)]
      if (!fits(role, units)) return refuse({ kind: 'invalid', fields: ['units'] })
      if (!may(me, { kind: 'assign', member, to: { role, units } })) return refuse({ kind: 'forbidden' })
      if (active !== member.active && !may(me, { kind: 'manage', member })) return refuse({ kind: 'forbidden' })
      await staff.change(member.id, { role, units, active })
      if (!active) await accounts.endSessions(member.id)
      access.ring()
      log.info({ staff: member.id, role, active, by: me.id }, 'an inbox account was changed')
      return c.json({ ok: true })
    })
    .delete('/staff/:id/sessions', async (c) => {
      const me = c.var.me.staff
      const member = await staff.find(staffId(c.req.param('id')))
      if (member === null || !may(me, { kind: 'see-member', member })) return refuse({ kind: 'not-found' })
      if (!may(me, { kind: 'manage', member })) return refuse({ kind: 'forbidden' })
      await accounts.endSessions(member.id)
      access.ring()
      log.info({ staff: member.id, by: me.id }, 'all sessions of an inbox account were ended')
      return c.json({ ok: true })
    })
    .get('/invitations', async (c) => {
      const seen = (await links.invitations()).filter((link) => may(c.var.me.staff, { kind: 'invite', as: link }))
      return c.json({ invitations: seen.map(invitationView) })
    })
    .post('/invitations', async (c) => {
      const read = await readBody(c, invitationRequest)
      if (!read.ok) return read.error
      const me = c.var.me.staff
      const { email, role } = read.value
      const units = [...new Set(read.value.units)]
      if (!fits(role, units)) return refuse({ kind: 'invalid', fields: ['units'] })
      if (!may(me, { kind: 'invite', as: { role, units } })) return refuse({ kind: 'forbidden' })
      // An account that was deactivated begins anew with an invitation: the way back after a lost password or telephone.
      const known = await staff.byEmail(email)
      if (known?.active) return refuse({ kind: 'taken' })
      if (known && !may(me, { kind: 'manage', member: known })) return refuse({ kind: 'forbidden' })
      const { link, token } = await links.makeInvitation({ email: email.toLowerCase(), role, units, invitedBy: me.id })
      log.info({ role, by: me.id }, 'an invitation to the inbox was made')
      const url = `${new URL(core.publicUrl).origin}/inbox/invite?token=${token}`
      return c.json({ invitation: invitationView(link), link: url })
    })
    .delete('/invitations/:id', async (c) => {
      const link = (await links.invitations()).find((one) => one.id === c.req.param('id'))
      if (link === undefined || !may(c.var.me.staff, { kind: 'invite', as: link })) return refuse({ kind: 'not-found' })
      await links.withdraw(link.id)
      return c.json({ ok: true })
    })
}
