import type { StaffId, UnitId } from '../../bot/ids.ts'
import type { Scope } from '../../bot/ports/store.ts'
import { never } from '../../bot/result.ts'
import type { Instant } from '../../bot/time.ts'
import type { Lang } from '../../locales/languages.ts'
import type { Role } from './contract.ts'

/** A member of staff as the server knows them. */
export type Staff = {
  readonly id: StaffId
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly units: readonly UnitId[]
  readonly active: boolean
  readonly twoFactor: boolean
  readonly lang: Lang | null
  readonly lastSeenAt: Instant | null
}

type Post = { readonly role: Role; readonly units: readonly UnitId[] }

/** What somebody may want to do besides working on cases, which the scope alone decides. */
export type Action =
  | { readonly kind: 'see-staff' }
  /** How the channels are doing, and their links to accounts of WhatsApp. */
  | { readonly kind: 'see-channels' }
  /** How people asked, masked and of no unit: what is added to the examples serves everybody. */
  | { readonly kind: 'review-questions' }
  | { readonly kind: 'see-member'; readonly member: Staff }
  | { readonly kind: 'invite'; readonly as: Post }
  /** Everything of the account in one hand: to deactivate it, sign it out, or let it begin anew. */
  | { readonly kind: 'manage'; readonly member: Staff }
  | { readonly kind: 'assign'; readonly member: Staff; readonly to: Post }

/** The cases that somebody sees. This is the one place where that is decided: every query is given the answer. */
export const scopeOf = (staff: Staff): Scope => {
  if (!staff.active) return { units: [] }
  return { units: staff.role === 'admin' ? 'all' : staff.units }
}

export const isWithin = (scope: Scope, unit: UnitId): boolean => scope.units === 'all' || scope.units.includes(unit)

export const sameScope = (a: Scope, b: Scope): boolean =>
  a.units === 'all' || b.units === 'all'
    ? a.units === b.units
    : a.units.length === b.units.length && a.units.every((unit) => isWithin(b, unit))

/** Whether somebody may do that. A lead acts on agents and leads within the own units only; nobody on oneself. */
export const may = (staff: Staff, action: Action): boolean => {
  if (!staff.active || staff.role === 'agent') return false
  const all = staff.role === 'admin'
  const own = (units: readonly UnitId[]) => units.length > 0 && units.every((unit) => staff.units.includes(unit))
  switch (action.kind) {
    case 'see-staff':
    case 'review-questions':
      return true
    case 'see-channels':
      return all
    case 'see-member':
      return all || (action.member.role !== 'admin' && action.member.units.some((unit) => staff.units.includes(unit)))
    case 'invite':
      return all || (action.as.role !== 'admin' && own(action.as.units))
    case 'manage':
      return action.member.id !== staff.id && (all || (action.member.role !== 'admin' && own(action.member.units)))
    case 'assign': {
      const { member, to } = action
      const changed = [...difference(member.units, to.units), ...difference(to.units, member.units)]
      const moved = member.role !== to.role
      if (moved && (!may(staff, { kind: 'manage', member }) || (to.role === 'admin' && !all))) return false
      return all || (may(staff, { kind: 'see-member', member }) && changed.every((unit) => staff.units.includes(unit)))
    }
    default:
      return never(action)
  }
}

const difference = (a: readonly UnitId[], b: readonly UnitId[]) => a.filter((unit) => !b.includes(unit))
