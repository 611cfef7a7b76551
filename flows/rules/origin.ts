import { rule } from '../../bot/rule.ts'

/** Guinea-Bissau belongs to both: the ECOWAS rules let people stay and reside, so they are said first. */
export const fromEcowas = rule('is of an ECOWAS country', (answers) =>
  ['ecowas', 'both'].includes(answers.origin ?? ''),
)

export const fromCplp = rule('is of a CPLP country', (answers) => answers.origin === 'cplp')
