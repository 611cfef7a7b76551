import type { UnitId } from '../../../../bot/ids.ts'
import { ROLES, type Role } from '../../contract.ts'
import { useI18n } from '../lib/i18n.ts'
import { useMe, useNames } from '../lib/me.ts'
import { Check, Options } from '../ui/field.tsx'

export type Rights = { readonly role: Role; readonly units: readonly UnitId[] }

/** Role and units. A lead gives only what the lead has. */
export const RightsFields = ({
  rights,
  onChange,
}: {
  readonly rights: Rights
  readonly onChange: (rights: Rights) => void
}) => {
  const { t } = useI18n()
  const me = useMe()
  const names = useNames()
  const roles = me.role === 'admin' ? ROLES : ROLES.filter((role) => role !== 'admin')
  const units = me.role === 'admin' ? me.catalogue.units.map(({ id }) => id) : me.units
  return (
    <>
      <Options
        legend={t('staff.role')}
        value={rights.role}
        options={roles.map((role) => ({ value: role, label: t(`role.${role}`), detail: t(`role.${role}-may`) }))}
        onChange={(role) => onChange({ ...rights, role })}
      />
      <fieldset className="options">
        <legend>{t('staff.units')}</legend>
        {units.map((unit) => (
          <Check
            key={unit}
            label={names.unit(unit)}
            checked={rights.units.includes(unit)}
            onChange={(on) =>
              onChange({
                ...rights,
                units: on ? [...rights.units, unit] : rights.units.filter((other) => other !== unit),
              })
            }
          />
        ))}
      </fieldset>
    </>
  )
}

/** Whoever is not an administrator needs a unit, or sees nothing. */
export const complete = ({ role, units }: Rights): boolean => role === 'admin' || units.length > 0
