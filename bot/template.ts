/**
 * Words that a platform has approved beforehand, with gaps `{{1}}`, `{{2}}` and so on: the only ones that may go out when the
 * window for replies has closed.
 */
export type Template = {
  readonly name: string
  /** The platform's code, such as `pt_PT`. */
  readonly language: string
  readonly body: string
}

/** One template with what goes into its gaps, in their order. */
export type TemplateUse = { readonly name: string; readonly language: string; readonly values: readonly string[] }

const GAP = /\{\{(\d+)\}\}/g

export const gapsOf = (body: string): number =>
  [...body.matchAll(GAP)].reduce((most, [, index]) => Math.max(most, Number(index)), 0)

/** The words as the person reads them. A gap without a value stays as it is. */
export const filled = (body: string, values: readonly string[]): string =>
  body.replace(GAP, (gap, index: string) => values[Number(index) - 1] || gap)
