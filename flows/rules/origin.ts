import { rule } from '../../bot/rule.ts'

const OTHERS = ['european_country', 'american_country', 'asian_country', 'other_african_country']

/** Guinea-Bissau belongs to both: the ECOWAS rules let people stay and reside, so they are said first. */
export const fromEcowas = rule('is of an ECOWAS country', (answers) =>
  ['ecowas', 'both'].includes(answers.origin ?? ''),
)

/** What was said in the talk is not asked again. Who named both kinds of country is asked: it may be about two people. */
export const saidEcowas = rule(
  'has said an ECOWAS country',
  (_answers, { said }) => said.includes('ecowas_country') && !said.some((idea) => OTHERS.includes(idea)),
)
export const saidCplp = rule(
  'has said a CPLP country',
  (_answers, { said }) => said.includes('cplp_country') && !said.includes('ecowas_country'),
)
export const saidOther = rule(
  'has said another country',
  (_answers, { said }) =>
    said.some((idea) => OTHERS.includes(idea)) && !said.includes('ecowas_country') && !said.includes('cplp_country'),
)

export const fromCplp = rule('is of a CPLP country', (answers) => answers.origin === 'cplp')
