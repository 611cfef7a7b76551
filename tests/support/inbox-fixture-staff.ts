import { Hono } from 'hono'
import { type Invitation, invitationRequest, staffPatch } from '../../adapters/inbox/contract.ts'
import { refuse } from '../../adapters/inbox/failure.ts'
import { HOUR, instant } from '../../bot/time.ts'
import { CATALOGUE, PAULO, SAL, STAFF, ZENAIDA } from './inbox-fixture-data.ts'

/** Colleagues, staff and invitations, in memory. */
export const fixtureStaff = (url: string): Hono => {
  const staff = [...STAFF]
  const invitations: Invitation[] = []
  return new Hono()
    .get('/colleagues', (context) =>
      context.json({
        units: CATALOGUE.units.map(({ id }) => id),
        people: [PAULO, ZENAIDA].map((person) => ({ ...person, units: [SAL], holds: 1 })),
      }),
    )
    .get('/staff', (context) => context.json({ staff }))
    .patch('/staff/:id', async (context) => {
      const at = staff.findIndex(({ id }) => id === context.req.param('id'))
      const member = staff[at]
      const { role, units, active } = staffPatch.parse(await context.req.json())
      if (!member) return refuse({ kind: 'not-found' })
      staff[at] = {
        ...member,
        role: role ?? member.role,
        units: units ?? member.units,
        active: active ?? member.active,
      }
      return context.json({ ok: true })
    })
    .delete('/staff/:id/sessions', (context) => context.json({ ok: true }))
    .get('/invitations', (context) => context.json({ invitations }))
    .post('/invitations', async (context) => {
      const request = invitationRequest.parse(await context.req.json())
      const id = `i-${invitations.length}`
      const invitation: Invitation = { ...request, id, expiresAt: instant(Date.now() + 72 * HOUR) }
      invitations.push(invitation)
      return context.json({ invitation, link: `${url}/inbox/invite?token=invitation-token` })
    })
    .delete('/invitations/:id', (context) => {
      invitations.splice(0)
      return context.json({ ok: true })
    })
}
