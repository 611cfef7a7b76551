/** The kinds of danger that come before every flow, most pressing first: where two are named, the first decides the numbers. */
export const DANGERS = [
  'sea',
  'fire-disaster',
  'medical',
  'suicide',
  'sexual-violence',
  'violence',
  'child',
  'trafficking',
  'detention',
] as const
export type Danger = (typeof DANGERS)[number]
