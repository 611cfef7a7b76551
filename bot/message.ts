import type { Lang } from '../locales/languages.ts'
import type { ChoiceId, ConversationId, FileId, MessageId } from './ids.ts'
import type { TemplateUse } from './template.ts'
import type { Instant } from './time.ts'

/** Where a channel keeps the bytes of a voice note, a photo or a document. A reference, never the bytes. */
export type MediaRef = {
  /** The channel's own handle, for example Telegram's file id. */
  readonly ref: string
  readonly mime: string
  /** Bytes; null where the platform does not say. */
  readonly size: number | null
  readonly name: string | null
  /** Seconds, for sound. */
  readonly seconds: number | null
}

export type MediaKind = 'voice' | 'image' | 'file'

export type Body =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'choice'; readonly choice: ChoiceId; readonly label: string }
  | { readonly kind: 'location'; readonly lat: number; readonly lon: number }
  | { readonly kind: 'media'; readonly what: MediaKind; readonly media: MediaRef; readonly caption: string }
  /** Stickers, polls, contacts and whatever a platform invents next: answered with what to do, never with silence. */
  | { readonly kind: 'unsupported'; readonly what: string }

export type InboundMessage = {
  /** The duplicate key. */
  readonly id: MessageId
  readonly conversation: ConversationId
  /** The chat that it came from, where that has joined another conversation: answers go there. */
  readonly chat?: ConversationId | undefined
  readonly sentAt: Instant
  /** The name that the platform shows, kept only where a case is opened; null where it shows none. */
  readonly from: string | null
  /** The language code of the person's telephone, where the platform tells it: a hint, for the first words only. */
  readonly locale: string | null
  /** The telephone number, where the platform shows one: kept only where a case is opened, for the staff who may see it. */
  readonly phone?: string | null
  readonly body: Body
}

export type Choice = { readonly id: ChoiceId; readonly label: string }

/** A voice note, a picture or a document that goes out, by what it is. Its bytes are in the store. */
export type OutboundFile = {
  readonly file: FileId
  readonly what: MediaKind
  readonly mime: string
  /** Bytes. */
  readonly size: number
  readonly name: string | null
}

/** What goes out that is not words: a file, or a place on the map. */
export type Attachment =
  | ({ readonly kind: 'file' } & OutboundFile)
  | { readonly kind: 'location'; readonly lat: number; readonly lon: number }

/** The language in which a conversation is held: heard in what the person wrote, or chosen by them, which always wins. */
export type Language = { readonly lang: Lang; readonly by: 'detected' | 'chosen' }

/** Plain text by design: no markup to escape, reads right to left. Choices are offered as buttons, a list or numbers. */
export type OutboundMessage = {
  readonly text: string
  readonly choices: readonly Choice[]
  /** A danger reply: red on the web page, sent before all else and again with a word where its fate is unknown. */
  readonly urgent?: true
  /** Who speaks. A person at a unit is named. */
  readonly voice?: 'bot' | 'staff'
  /** Sent as these approved words, which `text` spells out, where the channel knows templates. */
  readonly template?: TemplateUse
  /** Sent alone: the text is empty then, and there are no choices. Words that belong to it are a message before it. */
  readonly attachment?: Attachment
  /** Not there before the person has shown or chosen a language: the first guess is no reason to change anything. */
  readonly language?: Language
}

/** What a channel can carry. Data, so that a flow can be checked against all of them. */
export type Limits = {
  /** Graphemes in one message. */
  readonly maxText: number
  /** UTF-16 units in one message, where the platform counts those: vowelled Arabic has several to a letter. */
  readonly maxUnits?: number
  /** Choices that can be shown as buttons; more than that become numbers in the text. 0: the channel has no buttons. */
  readonly maxButtons: number
  /** Graphemes in a button. */
  readonly maxButtonLabel: number
  /** Milliseconds after the person's last message in which one may write freely; null: always. */
  readonly replyWindow: number | null
}
