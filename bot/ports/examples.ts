import type { Lang } from '../../locales/languages.ts'
import type { ExampleFault } from '../example.ts'
import type { EntryId } from '../ids.ts'
import type { Result } from '../result.ts'

/** A question in a person's own words, for the examples of an entry in one language. */
export type Example = { readonly entry: EntryId; readonly lang: Lang; readonly words: string }

/** Why an example was not added. Everything is as it was before. */
export type ExampleRefusal =
  | { readonly kind: ExampleFault }
  /** The same question stands there already. */
  | { readonly kind: 'known'; readonly file: string; readonly line: number }
  /** The same question, or nearly, belongs to another entry: in both it would teach confusion. */
  | { readonly kind: 'elsewhere'; readonly entry: EntryId; readonly file: string; readonly line: number }
  | { readonly kind: 'no-entry' }
  /** Read-only, as in a container, not ours, or full. */
  | { readonly kind: 'not-writable' }
  /** Somebody else adds or edits at this moment. */
  | { readonly kind: 'busy' }
  /** The knowledge would not be taken up, for reasons of its own. `problems`: in English, for the person who runs it. */
  | { readonly kind: 'not-in-order'; readonly problems: readonly string[] }

/** The example questions that people keep in the knowledge. Nothing but a person's word adds one. */
export interface Examples {
  /** Whether the folder can be written at all; a single file of it may still refuse. */
  writable(): Promise<boolean>
  /** Adds after checking the whole knowledge with it, which takes seconds. Gives the file, named from the folder. */
  add(example: Example): Promise<Result<string, ExampleRefusal>>
}
