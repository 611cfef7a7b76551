/**
 * What may be logged of something that was thrown: its kind, its code and where it came about. Never its words: those of a
 * library can quote what a person wrote.
 */
export const faultOf = (error: unknown): { readonly error: string; readonly where: string } => {
  if (!(error instanceof Error)) return { error: typeof error, where: '' }
  const code = 'code' in error && typeof error.code === 'string' && /^\w+$/.test(error.code) ? ` ${error.code}` : ''
  // The words come first in the trace, and may have several lines.
  const frames = error.stack?.split('\n').slice(error.message.split('\n').length) ?? []
  return { error: `${error.name}${code}`, where: frames[0]?.trim() ?? '' }
}
