import type { ChannelName, OutboxId } from '../ids.ts'
import type { InboundMessage, Limits, MediaRef, OutboundMessage } from '../message.ts'
import type { Result } from '../result.ts'
import type { Milliseconds } from '../time.ts'

export type MediaBytes = { readonly bytes: Uint8Array; readonly mime: string; readonly name: string | null }

/** One call of a platform's API, as data. */
export type ApiCall = {
  readonly method: string
  readonly payload: Readonly<Record<string, unknown>>
  /** The bytes that go with it, where a file is attached to the message. `render` leaves them out: they are added before the send. */
  readonly file?: MediaBytes
}

/** What had to be left out or shortened for this platform. Logged, never silent. */
export type Loss = { readonly what: 'buttons-as-numbers' | 'label-shortened' | 'text-shortened' }

export type SendOutcome =
  | { readonly kind: 'sent'; readonly provider: string | null }
  | { readonly kind: 'retry'; readonly after: Milliseconds; readonly reason: string }
  | { readonly kind: 'rejected'; readonly code: string }
  | { readonly kind: 'gone'; readonly code: string }
  /** No answer came: the platform may have taken it. */
  | { readonly kind: 'unknown'; readonly code: string }

/** What a platform may tell of a message afterwards. `provider`: its own name of the message, where it tells that too. */
export type LaterOutcome =
  | { readonly kind: 'sent'; readonly provider: string | null }
  | { readonly kind: 'rejected' | 'gone'; readonly code: string; readonly provider: string | null }

export type FetchFailure = { readonly kind: 'gone' | 'too-large' | 'unreachable' }

export type ChannelHealth = {
  readonly state: 'on' | 'starting' | 'failing'
  /** In words, for the person who runs it; no secret. */
  readonly detail: string
}

/** What became of a message that a channel gave in. Only after this may the platform be told "received". */
export type Received = 'committed' | 'duplicate'

/**
 * Gives the messages of one delivery in, in order for each conversation, and answers after the commit of all. A throw means
 * that nothing may be confirmed to the platform: it delivers again.
 */
export type Receive = (messages: readonly InboundMessage[]) => Promise<readonly Received[]>

/**
 * What became of a message that was sent under this id, told by the platform some time afterwards, as often and in whatever
 * order it likes. Answers after it is saved; a throw means that the platform must tell it again.
 */
export type Report = (outbox: OutboxId, outcome: LaterOutcome) => Promise<void>

/** A way to reach people. The contract that every channel passes is tests/channels/contract.ts. */
export interface Channel {
  readonly name: ChannelName
  readonly limits: Limits
  /** The platform's update as messages. Pure; validates with zod. What is not for us (an edit, a group) gives none. */
  parse(update: unknown): Result<readonly InboundMessage[], string>
  /** One message as one call. Pure. The text is within `limits.maxText`: `splitMessage` of bot/text.ts saw to that. */
  render(message: OutboundMessage, address: string): { readonly call: ApiCall; readonly losses: readonly Loss[] }
  /**
   * Waits until the platform's limits let this chat be written to. Called before a message counts as begun, so that a crash
   * while waiting leaves nothing unknown.
   */
  pace(address: string): Promise<void>
  /** Sends it once. A platform that can carry it is given `ref`, so that it can tell later what became of the message. */
  send(call: ApiCall, ref: OutboxId): Promise<SendOutcome>
  fetch(media: MediaRef): Promise<Result<MediaBytes, FetchFailure>>
  /** Erases what the channel itself keeps of a conversation (the web chat's log, uploaded files). */
  forget(address: string): Promise<void>
  /** Shows that an answer is being written, where the platform can. Failures are of no account. */
  typing(address: string): Promise<void>
  /** Begins to receive. Returns when it is ready, or is trying again by itself. */
  start(receive: Receive, report: Report): Promise<void>
  /** Stops receiving; what was received is finished. */
  stop(): Promise<void>
  health(): ChannelHealth
}
