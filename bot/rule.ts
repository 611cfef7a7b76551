import type { Session } from './session.ts'

/** What was chosen so far in a flow: node to choice. */
export type Answers = Readonly<Record<string, string>>

/** A named, pure predicate. The name is shown in the diagrams. */
export type Rule = { readonly name: string; readonly holds: (answers: Answers, session: Session) => boolean }

export const rule = (name: string, holds: Rule['holds']): Rule => ({ name, holds })
