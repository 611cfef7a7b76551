import { createContext, useContext } from 'react'
import type { UnitId } from '../../../../bot/ids.ts'
import type { Me } from '../../contract.ts'
import { useI18n } from './i18n.ts'

export const MeContext = createContext<Me | null>(null)

/** Who is signed in. Only below the signed-in part of the page. */
export const useMe = (): Me => {
  const me = useContext(MeContext)
  if (me === null) throw new Error('useMe outside the signed-in page')
  return me
}

/** Names of units, islands and topics in the language of the page; an unknown one (of an older release) by its id. */
export const useNames = () => {
  const { catalogue } = useMe()
  const { lang, island } = useI18n()
  return {
    unit: (id: UnitId): string => catalogue.units.find((unit) => unit.id === id)?.short[lang] ?? id,
    island: (id: UnitId): string => island(catalogue.units.find((unit) => unit.id === id)?.island ?? id),
    topic: (id: string): string => catalogue.topics.find((topic) => topic.id === id)?.label[lang] ?? id,
  }
}
