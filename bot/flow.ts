import type { Key } from '../locales/translate.ts'
import type { Answers, Rule } from './rule.ts'

/** Where a choice leads: another node of the same flow. */
type Target<Name extends string> = Name

/**
 * A step of a conversation. Flows hold routing only: words are keys of locales/, facts are knowledge entries, policy is a
 * named predicate of flows/rules/.
 */
export type Node<Name extends string = string> =
  /** A question with choices. What is written instead of chosen is tried as a free question first. */
  | {
      readonly kind: 'ask'
      readonly say: Key
      readonly choices: Readonly<Record<string, { readonly label: Key; readonly go: Target<Name> }>>
    }
  /** Asks on which island or at which unit; a name, a typing error of it, or a location will do. Remembered. */
  | { readonly kind: 'ask-unit'; readonly say: Key; readonly go: Target<Name> }
  /** Takes whatever the person sends next, and leads on. */
  | { readonly kind: 'collect'; readonly say: Key; readonly go: Target<Name> }
  /** Says a knowledge entry. */
  | { readonly kind: 'answer'; readonly entry: string; readonly go: Target<Name> }
  /** The first predicate that holds decides. */
  | {
      readonly kind: 'branch'
      readonly cases: readonly { readonly when: Rule; readonly go: Target<Name> }[]
      readonly otherwise: Target<Name>
    }
  /** Something only the engine can do, named. */
  | { readonly kind: 'act'; readonly act: 'agree' | 'erase'; readonly go: Target<Name> | null }
  /** Opens a case for the unit: the person now waits for a human being. */
  | { readonly kind: 'handoff' }
  | { readonly kind: 'end'; readonly say: Key | null }

export type Flow = {
  readonly id: string
  readonly start: string
  readonly nodes: Readonly<Record<string, Node>>
}

/** Keeps the names of the nodes, so that a target that does not exist does not compile. */
export const defineFlow = <const Name extends string>(flow: {
  readonly id: string
  readonly start: NoInfer<Name>
  readonly nodes: Readonly<Record<Name, Node<NoInfer<Name>>>>
}): Flow => flow

export type Flows = Readonly<Record<string, Flow>>

/** The nodes that a node can lead to. */
export const targetsOf = (node: Node): readonly string[] => {
  switch (node.kind) {
    case 'ask':
      return Object.values(node.choices).map((choice) => choice.go)
    case 'branch':
      return [...node.cases.map((one) => one.go), node.otherwise]
    case 'ask-unit':
    case 'collect':
    case 'answer':
      return [node.go]
    case 'act':
      return node.go === null ? [] : [node.go]
    case 'handoff':
    case 'end':
      return []
  }
}

export type { Answers }
