/** An expected failure is a value; a throw means a bug. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })
export const fail = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error })

/** Ends an exhaustive switch: a case that was forgotten does not compile. */
export const never = (value: never): never => {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`)
}
