import { createListeners } from './listeners.ts'

/*
 * What the simulated WhatsApp remembers: people, our messages to them, files, and what it has not been able to deliver to the
 * webhook yet.
 */

export type Button = { readonly label: string; readonly id: string }

/** A file or a place that we sent. A voice note and a picture have no name that anybody sees. */
export type Attached =
  | { readonly what: 'voice' | 'image' | 'file'; readonly bytes: Uint8Array; readonly name: string | null }
  | { readonly lat: number; readonly lon: number }

/** A message of ours as a person's telephone shows it. */
export type Sent = {
  readonly wamid: string
  /** The number of the person. */
  readonly chat: string
  readonly text: string
  readonly form: 'text' | 'buttons' | 'list' | 'template' | 'attached'
  readonly buttons: readonly Button[]
  readonly attached: Attached | null
  /** What the caller wants to have back with each status. */
  readonly ref: string | null
}

export type Call = {
  readonly method: string
  readonly path: string
  readonly payload: Readonly<Record<string, unknown>>
}
export type Profile = {
  readonly name?: string
  /** The account id, where the person has one. */
  readonly userId?: string
  /** Which names the platform tells: the number, the account id, or both. */
  readonly tells?: 'number' | 'account' | 'both'
}

/** What a person sends that is not plain text. `raw`: the fields of a message as Meta would write them. */
export type Content =
  | { readonly voice: Uint8Array }
  | { readonly image: Uint8Array; readonly caption?: string }
  | { readonly document: Uint8Array; readonly name?: string; readonly mime?: string; readonly caption?: string }
  | { readonly location: { readonly lat: number; readonly lon: number } }
  | { readonly raw: Readonly<Record<string, unknown>> }

export type StatusName = 'sent' | 'delivered' | 'read' | 'failed'

type Person = { readonly number: string; profile: Profile; left: boolean; lastWroteAt: number | null }
/** One thing that is delivered: what stands in `value` of a change, besides the metadata. */
export type Item = {
  readonly id: string
  readonly kind: 'message' | 'status'
  readonly value: Readonly<Record<string, unknown>>
}
type File = { readonly mime: string; readonly bytes: Uint8Array; size: number }

/** What we uploaded. `as`: as what it may be sent. */
type Upload = { readonly as: 'audio' | 'image' | 'document'; readonly type: string; readonly bytes: Uint8Array }

const DAY = 24 * 60 * 60 * 1_000

export const createWorld = (now: () => number) => {
  const people = new Map<string, Person>()
  const files = new Map<string, File>()
  const uploads = new Map<string, Upload>()
  const sent: Sent[] = []
  const calls: Call[] = []
  const reads: { readonly message: string; readonly typing: boolean }[] = []
  const violations: string[] = []
  const { changed, listen, until } = createListeners()
  const known = new Map<string, Item>()
  let queue: Item[] = []
  let last = 0

  const nextId = (prefix: string): string => {
    last += 1
    return `${prefix}${String(last).padStart(6, '0')}`
  }
  const enqueue = (kind: Item['kind'], id: string, value: Item['value']): void => {
    const item = { id, kind, value }
    known.set(id, item)
    queue.push(item)
    changed()
  }

  const addFile = (bytes: Uint8Array, mime: string): { id: string; mime_type: string; sha256: string } => {
    const id = nextId('77')
    files.set(id, { bytes, mime, size: bytes.length })
    return { id, mime_type: mime, sha256: 'x' }
  }

  const contentOf = (content: Content): Readonly<Record<string, unknown>> => {
    if ('raw' in content) return content.raw
    if ('location' in content)
      return { type: 'location', location: { latitude: content.location.lat, longitude: content.location.lon } }
    if ('voice' in content)
      return { type: 'audio', audio: { ...addFile(content.voice, 'audio/ogg; codecs=opus'), voice: true } }
    const caption = content.caption === undefined ? {} : { caption: content.caption }
    if ('image' in content) return { type: 'image', image: { ...addFile(content.image, 'image/jpeg'), ...caption } }
    const { name = 'letter.pdf', mime = 'application/pdf' } = content
    return { type: 'document', document: { ...addFile(content.document, mime), filename: name, ...caption } }
  }

  const telling = ({ profile }: Person) => {
    const tells = profile.tells ?? (profile.userId === undefined ? 'number' : 'both')
    return { number: tells !== 'account', account: tells !== 'number' && profile.userId !== undefined }
  }

  const says = (person: Person, content: Content): string => {
    const wamid = nextId('wamid.IN')
    const tells = telling(person)
    person.lastWroteAt = now()
    const { userId } = person.profile
    enqueue('message', wamid, {
      contacts: [
        {
          profile: { name: person.profile.name ?? `Person ${person.number}` },
          ...(tells.number ? { wa_id: person.number } : {}),
          ...(tells.account ? { user_id: userId } : {}),
        },
      ],
      messages: [
        {
          id: wamid,
          timestamp: String(Math.floor(now() / 1_000)),
          ...(tells.number ? { from: person.number } : {}),
          ...(tells.account ? { from_user_id: userId } : {}),
          ...contentOf(content),
        },
      ],
    })
    return wamid
  }

  return {
    people,
    files,
    uploads,
    sent,
    calls,
    reads,
    violations,
    changed,
    nextId,
    enqueue,
    says,
    now,

    /** Runs with every change; gives the way to stop that. */
    listen,
    until,

    personOf(number: string, profile: Profile): Person {
      const person = people.get(number) ?? { number, profile, left: false, lastWroteAt: null }
      person.profile = { ...person.profile, ...profile }
      people.set(number, person)
      return person
    },

    /** Whoever has that number or that account id. */
    named: (name: string): Person | undefined =>
      people.get(name) ?? [...people.values()].find((one) => one.profile.userId === name),

    /** Takes the newest button or row with that label. Throws where the person sees none. */
    presses(person: Person, label: string): string {
      const message = sent.findLast((one) => one.chat === person.number && one.buttons.some((b) => b.label === label))
      const button = message?.buttons.find((one) => one.label === label)
      if (!message || !button) throw new Error(`there is no button "${label}"`)
      const reply = { id: button.id, title: button.label }
      const interactive =
        message.form === 'list'
          ? { type: 'list_reply', list_reply: reply }
          : { type: 'button_reply', button_reply: reply }
      return says(person, { raw: { type: 'interactive', context: { id: message.wamid }, interactive } })
    },

    mayWriteTo: (person: Person): boolean => person.lastWroteAt !== null && now() - person.lastWroteAt < DAY,

    tell(message: Sent, status: StatusName, code?: number): void {
      const person = people.get(message.chat)
      enqueue('status', nextId(`status-${status}-`), {
        statuses: [
          {
            id: message.wamid,
            status,
            timestamp: String(Math.floor(now() / 1_000)),
            recipient_id: person?.number,
            ...(message.ref === null ? {} : { biz_opaque_callback_data: message.ref }),
            ...(code === undefined ? {} : { errors: [{ code, title: 'Simulated', message: 'Simulated' }] }),
          },
        ],
      })
    },

    waiting: (limit: number): readonly Item[] => queue.slice(0, limit),
    taken(items: readonly Item[]): void {
      queue = queue.filter((item) => !items.includes(item))
      changed()
    },
    /** Delivers a message or status once more. */
    again(id: string): void {
      const item = known.get(id)
      if (item === undefined) throw new Error(`there was no ${id}`)
      // A copy, so that both are delivered; where it waits behind itself, else before everything, so that order is kept.
      queue = queue.toSpliced(queue.indexOf(item) + 1, 0, { ...item })
      changed()
    },
  }
}
export type World = ReturnType<typeof createWorld>
