import { createListeners } from './listeners.ts'

/*
 * What the simulated Telegram remembers: people, the bot's messages to them, files, and the updates that the bot has not
 * confirmed yet.
 */

export type Button = { readonly label: string; readonly data: string }

/** A file or a place that the bot sent, and the call by which it came. A voice note and a photo have no name that anybody sees. */
export type Attached =
  | {
      readonly what: 'voice' | 'image' | 'file'
      readonly method: string
      readonly bytes: Uint8Array
      readonly name: string | null
    }
  | { readonly lat: number; readonly lon: number }

/** A message of the bot as a person's telephone shows it. */
export type Sent = {
  readonly messageId: number
  readonly chat: number
  readonly text: string
  /** The buttons below it, row by row. */
  readonly rows: readonly (readonly Button[])[]
  readonly attached: Attached | null
}

export type Call = { readonly method: string; readonly payload: Readonly<Record<string, unknown>> }
export type Update = { readonly update_id: number } & Readonly<Record<string, unknown>>
export type Profile = { readonly firstName?: string; readonly lastName?: string; readonly language?: string }

/** What a person sends that is not plain text. `raw`: the fields of a message as Telegram would write them. */
export type Content =
  | { readonly voice: Uint8Array; readonly seconds?: number }
  | { readonly photo: Uint8Array; readonly caption?: string }
  | { readonly document: Uint8Array; readonly name?: string; readonly mime?: string; readonly caption?: string }
  | { readonly location: { readonly lat: number; readonly lon: number } }
  | { readonly raw: Readonly<Record<string, unknown>> }

type State = 'there' | 'blocked' | 'deactivated'
type PersonState = { readonly id: number; readonly profile: Profile; state: State }
/** `again`: to be delivered once more although it was confirmed, as after a confirmation that was lost. */
type Queued = { readonly update: Update; again: boolean }

export const createWorld = (now: () => number) => {
  const people = new Map<number, PersonState>()
  const files = new Map<string, { readonly path: string; readonly bytes: Uint8Array; size: number }>()
  const known = new Map<number, Update>()
  const sent: Sent[] = []
  const calls: Call[] = []
  const answered: string[] = []
  const asked = new Set<string>()
  const violations: string[] = []
  const { changed, listen, until } = createListeners()
  let queue: Queued[] = []
  let lastUpdate = 1_000
  let lastMessage = 0
  let lastFile = 0
  let wanted: readonly string[] | null = null

  const seconds = (): number => Math.floor(now() / 1_000)

  const enqueue = (fields: Readonly<Record<string, unknown>>): number => {
    lastUpdate += 1
    const update: Update = { update_id: lastUpdate, ...fields }
    known.set(lastUpdate, update)
    if (wanted === null || Object.keys(fields).some((kind) => wanted?.includes(kind)))
      queue.push({ update, again: false })
    changed()
    return lastUpdate
  }

  const addFile = (
    bytes: Uint8Array,
    ending: string,
  ): { file_id: string; file_unique_id: string; file_size: number } => {
    lastFile += 1
    const id = `file-${lastFile}`
    files.set(id, { path: `files/${lastFile}.${ending}`, bytes, size: bytes.length })
    return { file_id: id, file_unique_id: `unique-${lastFile}`, file_size: bytes.length }
  }

  const contentOf = (content: Content): Readonly<Record<string, unknown>> => {
    if ('raw' in content) return content.raw
    if ('location' in content) return { location: { latitude: content.location.lat, longitude: content.location.lon } }
    if ('voice' in content)
      return { voice: { ...addFile(content.voice, 'oga'), duration: content.seconds ?? 3, mime_type: 'audio/ogg' } }
    const caption = content.caption === undefined ? {} : { caption: content.caption }
    if ('photo' in content) {
      const small = { ...addFile(content.photo.slice(0, 10), 'jpg'), width: 90, height: 60 }
      const large = { ...addFile(content.photo, 'jpg'), width: 1280, height: 853 }
      return { photo: [small, large], ...caption }
    }
    const { name = 'letter.pdf', mime = 'application/pdf' } = content
    return { document: { ...addFile(content.document, 'pdf'), file_name: name, mime_type: mime }, ...caption }
  }

  const userOf = ({ id, profile }: PersonState) => ({
    id,
    is_bot: false,
    first_name: profile.firstName ?? `Person ${id}`,
    ...(profile.lastName === undefined ? {} : { last_name: profile.lastName }),
    ...(profile.language === undefined ? {} : { language_code: profile.language }),
  })
  const chatOf = (person: PersonState) => ({ id: person.id, type: 'private', first_name: userOf(person).first_name })

  return {
    people,
    files,
    sent,
    calls,
    answered,
    asked,
    violations,
    changed,
    seconds,
    enqueue,

    /** Runs with every change; gives the way to stop that. */
    listen,
    until,

    personOf(id: number, profile: Profile): PersonState {
      const person = people.get(id) ?? { id, profile, state: 'there' }
      people.set(id, person)
      return person
    },

    says(person: PersonState, content: Content): number {
      lastMessage += 1
      return enqueue({
        message: {
          message_id: lastMessage,
          from: userOf(person),
          chat: chatOf(person),
          date: seconds(),
          ...contentOf(content),
        },
      })
    },

    /** Presses the newest button with that label. Throws where the person sees none. */
    presses(person: PersonState, label: string): number {
      const message = sent.findLast(
        ({ chat, rows }) => chat === person.id && rows.flat().some((b) => b.label === label),
      )
      const data = message?.rows.flat().find((button) => button.label === label)?.data
      if (!message || data === undefined) throw new Error(`there is no button "${label}"`)
      const id = `press-${asked.size + 1}`
      asked.add(id)
      const keyboard = message.rows.map((row) => row.map((b) => ({ text: b.label, callback_data: b.data })))
      return enqueue({
        callback_query: {
          id,
          from: userOf(person),
          chat_instance: String(person.id),
          message: {
            message_id: message.messageId,
            chat: chatOf(person),
            date: seconds(),
            text: message.text,
            reply_markup: { inline_keyboard: keyboard },
          },
          data,
        },
      })
    },

    show(chat: number, text: string, rows: Sent['rows'], attached: Attached | null = null): Sent {
      lastMessage += 1
      const message: Sent = { messageId: lastMessage, chat, text, rows, attached }
      sent.push(message)
      changed()
      return message
    },

    /** From now on only these kinds of update are kept. */
    want(kinds: readonly string[] | undefined): void {
      if (kinds !== undefined) wanted = kinds.length === 0 ? null : kinds
    },

    /** Updates that are not confirmed, oldest first. */
    waiting: (limit: number): readonly Update[] => queue.slice(0, limit).map(({ update }) => update),

    /** These were handed over: what was to come again did. */
    handedOver(updates: readonly Update[]): void {
      const ids = new Set(updates.map((update) => update.update_id))
      for (const item of queue) if (ids.has(item.update.update_id)) item.again = false
    },

    /** Forgets everything before that number. */
    confirmBefore(offset: number): void {
      const before = queue.length
      queue = queue.filter(({ update, again }) => again || update.update_id >= offset)
      if (queue.length !== before) changed()
    },

    confirm(id: number): void {
      queue = queue.filter(({ update, again }) => again || update.update_id !== id)
      changed()
    },

    /** Delivers an update once more. */
    again(id: number): void {
      const update = known.get(id)
      if (update === undefined) throw new Error(`there was no update ${id}`)
      const waits = queue.find((item) => item.update.update_id === id)
      // Order is kept: one that was confirmed comes before all that was not.
      if (waits) waits.again = true
      else queue = [{ update, again: true }, ...queue]
      changed()
    },
  }
}
export type World = ReturnType<typeof createWorld>
