import { Hono } from 'hono'
import { isWithin, scopeOf } from './access.ts'
import { type Colleagues, type Me, mePatch } from './contract.ts'
import type { Core } from './core.ts'
import { readBody } from './input.ts'
import { type Env, owesTwoFactor } from './signed-in.ts'

/** What the page must know before all else, and the one preference that is kept with the account. */
export const meRoutes = (core: Core): Hono<Env> =>
  new Hono<Env>()
    .get('/me', (c) => {
      const { staff, session } = c.var.me
      const { units, topics } = core.knowledge()
      const scope = scopeOf(staff)
      const answer: Me = {
        id: staff.id,
        name: staff.name,
        email: staff.email,
        role: staff.role,
        scope: scope.units === 'all' ? 'all' : [...scope.units],
        units: [...staff.units],
        lang: staff.lang,
        twoFactor: staff.twoFactor ? 'on' : owesTwoFactor(core, staff) ? 'required' : 'off',
        session,
        catalogue: {
          units: units.map(({ id, short, island }) => ({ id, short, island })),
          topics: topics.map(({ id, label }) => ({ id, label })),
        },
      }
      return c.json(answer)
    })
    .patch('/me', async (c) => {
      const read = await readBody(c, mePatch)
      if (!read.ok) return read.error
      await core.staff.setLang(c.var.me.staff.id, read.value.lang)
      return c.json({ ok: true })
    })

/** To whom a case can be passed: every unit, and the people who share a unit with whoever asks. */
export const colleagueRoutes = (core: Core): Hono<Env> =>
  new Hono<Env>().get('/colleagues', async (c) => {
    const scope = scopeOf(c.var.me.staff)
    const active = await core.store.tickets({ scope, status: ['assigned'], limit: 5000 })
    const people = (await core.staff.all()).filter((one) => {
      if (!one.active) return false
      return one.role === 'admin' || scope.units === 'all' || one.units.some((unit) => isWithin(scope, unit))
    })
    const answer: Colleagues = {
      units: core.knowledge().units.map((unit) => unit.id),
      people: people.map(({ id, name, units }) => ({
        id,
        name,
        units: [...units],
        holds: active.filter((row) => row.assignee === id).length,
      })),
    }
    return c.json(answer)
  })
