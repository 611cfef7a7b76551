/**
 * Every id of the program, branded, so that one cannot stand in for another. Ids of conversations and messages are built
 * and taken apart only here.
 */
export type Id<Name extends string> = string & { readonly __id: Name }

export type ConversationId = Id<'conversation'>
export type MessageId = Id<'message'>
export type ChoiceId = Id<'choice'>
export type TicketId = Id<'ticket'>
export type EntryId = Id<'knowledge entry'>
export type StaffId = Id<'staff'>
export type UnitId = Id<'unit'>
export type OutboxId = Id<'outbox'>
export type FileId = Id<'file'>
export type ReminderId = Id<'reminder'>

export const CHANNELS = ['telegram', 'whatsapp-web', 'whatsapp-cloud', 'web', 'terminal'] as const
export type ChannelName = (typeof CHANNELS)[number]

/** `telegram:12345`: the channel and the platform's own name of the chat. */
export const conversationId = (channel: ChannelName, address: string): ConversationId =>
  `${channel}:${address}` as ConversationId

/** The channel and the platform's own name of the chat, from the id. Throws on what `conversationId` did not build: a bug. */
export const partsOfConversation = (id: ConversationId): { channel: ChannelName; address: string } => {
  const at = id.indexOf(':')
  const channel = id.slice(0, at) as ChannelName
  if (at < 1 || !CHANNELS.includes(channel)) throw new Error(`not a conversation id: ${channel}`)
  return { channel, address: id.slice(at + 1) }
}

/** The duplicate key of an inbound message: the channel, and the platform's own id of the message or update. */
export const messageId = (channel: ChannelName, external: string | number): MessageId =>
  `${channel}:${external}` as MessageId

/** The channel by which a message came. */
export const channelOfMessage = (id: MessageId): ChannelName => id.slice(0, id.indexOf(':')) as ChannelName

/** The platform's own id of the message or update. */
export const externalId = (id: MessageId): string => id.slice(id.indexOf(':') + 1)

export const choiceId = (id: string): ChoiceId => id as ChoiceId
export const ticketId = (id: string): TicketId => id as TicketId
export const entryId = (id: string): EntryId => id as EntryId
export const staffId = (id: string): StaffId => id as StaffId
export const unitId = (id: string): UnitId => id as UnitId
export const outboxId = (id: string): OutboxId => id as OutboxId
export const fileId = (id: string): FileId => id as FileId
export const reminderId = (id: string): ReminderId => id as ReminderId
