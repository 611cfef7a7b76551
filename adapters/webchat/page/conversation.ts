import { lineOf } from '../../../bot/sign.ts'
import { takeName } from './answer.ts'
import { saidTurn, sentThing } from './bubbles.ts'
import { byId, el, type IconName, icon, keepFocus, put, unseen } from './dom.ts'
import { dropFiles } from './files.ts'
import { greeting } from './greeting.ts'
import type { Body, Fate, File, Waiting } from './queue.ts'
import type { Choice, Line } from './wire.ts'
import { clockTime, say, type Word } from './words.ts'

type Shown = { readonly kind: 'file'; readonly file: File } | Extract<Line, { from: 'person' }>['body'] | Body

/** A message of the person on the page. `fate: null`: the server has it. */
type Mine = {
  readonly turn: HTMLElement
  /** Puts the words of the page into the turn. */
  readonly fill: () => void
  readonly status: HTMLElement
  readonly isFile: boolean
  /** A choice shows on its tile; only what holds it up needs words. */
  readonly isTile: boolean
  fate: Fate | null
  sentAt: number
  answeredAt: number | null
}

const HELD: Readonly<Record<Fate, readonly [IconName, Word]>> = {
  sending: ['clock', 'sending'],
  offline: ['clock', 'offline'],
  busy: ['clock', 'tooMany'],
  'our-problem': ['clock', 'ourProblem'],
  refused: ['alarm', 'refused'],
  'too-large': ['alarm', 'tooLarge'],
  'wrong-kind': ['alarm', 'wrongKind'],
}
const FAILED: readonly (Fate | null)[] = ['refused', 'too-large', 'wrong-kind']

const content = (shown: Shown): Node | string => {
  switch (shown.kind) {
    case 'text':
      return shown.text
    case 'choice':
      return shown.label
    case 'location':
      return sentThing('location', null, null)
    case 'media':
      return sentThing(shown.what, shown.name, shown.seconds)
    case 'file':
      return sentThing(shown.file.what, shown.file.name, shown.file.seconds)
  }
}

/**
 * The conversation on the page: lines of the server in its order, then what still waits to be sent. Each message of the
 * person is there once, however it came: by writing, from the queue of last time, or from the server.
 */
export const createConversation = (on: { readonly choose: (choice: Choice) => void }) => {
  const root = byId('log')
  let lines: Line[] = []
  let mine = new Map<string, Mine>()
  /** What is not of the person, with a way to draw it in the language that the page has then. */
  let others: { readonly turn: HTMLElement; readonly draw: () => HTMLElement }[] = []
  let newest: Mine | null = null

  const firstWaiting = (): Element | null => root.querySelector('[data-waiting]')

  const paintStatus = (one: Mine) => {
    const failed = FAILED.indexOf(one.fate) !== -1
    one.status.className = failed ? 'status failed' : 'status'
    if (one.fate !== null) {
      const [picture, word] = HELD[one.fate]
      put(one.status, icon(picture), say(one.fate === 'offline' && one.isFile ? 'offlineMedia' : word))
    } else if (one !== newest || one.isTile) put(one.status)
    else if (one.answeredAt !== null) put(one.status, icon('ticks'), say('answered', clockTime(one.answeredAt)))
    else put(one.status, icon('tick'), say('sent', clockTime(one.sentAt)))
  }

  /**
   * The tile that this choice took: in what was said since the person's last word before that place (null: the end).
   * Elsewhere it is out of view.
   */
  const tileOf = (id: string, before: Element | null): HTMLElement | null => {
    const last = before === null ? root.lastElementChild : before.previousElementSibling
    for (let turn = last; turn && !turn.classList.contains('mine'); turn = turn.previousElementSibling) {
      for (const tile of Array.from(turn.querySelectorAll<HTMLElement>('[data-choice]'))) {
        if (tile.getAttribute('data-choice') === id) return tile
      }
    }
    return null
  }

  const press = (tile: HTMLElement) => {
    const group = tile.parentElement
    if (group)
      for (const other of Array.from(group.children))
        if (other.hasAttribute('aria-pressed')) other.setAttribute('aria-pressed', 'false')
    tile.setAttribute('aria-pressed', 'true')
  }

  const makeMine = (shown: Shown, at: number, fate: Fate | null, before: Element | null): Mine => {
    const status = el('p', { class: 'status' })
    const tile = shown.kind === 'choice' ? tileOf(shown.choice, before) : null
    if (tile) press(tile)
    const turn = el('div', { class: tile ? 'turn mine tile' : 'turn mine' })
    const fill = () => {
      if (tile && shown.kind === 'choice')
        return put(turn, unseen(`${say('you')}: ${shown.label}, ${say('chosen')}`), status)
      // What a person writes may be in any language.
      const bubble = el('div', { class: 'bubble', lang: shown.kind === 'text' ? '' : false }, content(shown))
      put(turn, unseen(`${say('you')}:`), bubble, status)
    }
    fill()
    return {
      turn,
      fill,
      status,
      isFile: shown.kind === 'file',
      isTile: tile !== null,
      fate,
      sentAt: at,
      answeredAt: null,
    }
  }

  const makeNewest = (one: Mine) => {
    const before = newest
    newest = one
    if (before) paintStatus(before)
    paintStatus(one)
  }

  const showMine = (line: Extract<Line, { from: 'person' }>) => {
    const id = line.clientId ?? line.id
    const known = mine.get(id)
    if (!known) {
      const one = makeMine(line.body, line.at, null, firstWaiting())
      mine.set(id, one)
      root.insertBefore(one.turn, firstWaiting())
      makeNewest(one)
      return
    }
    known.fate = null
    known.sentAt = line.at
    // Moved only where another line came between: moving it makes a screen reader say it again.
    const first = firstWaiting()
    if (known.turn.hasAttribute('data-waiting') && first !== known.turn) root.insertBefore(known.turn, first)
    known.turn.removeAttribute('data-waiting')
    if (newest) paintStatus(newest)
    paintStatus(known)
  }

  const showSaid = (line: Extract<Line, { from: 'bot' | 'staff' }>, live: boolean): HTMLElement => {
    const choose = (choice: Choice, tile: HTMLElement) => {
      press(tile)
      on.choose(choice)
    }
    const turn = saidTurn(line, live, choose)
    others.push({ turn, draw: () => saidTurn(line, false, choose) })
    root.insertBefore(turn, firstWaiting())
    // Words that are only the sign of a file say nothing beside it; who sent it they do say.
    const before = lines[lines.length - 1]
    if (line.attachment && before && before.from === 'staff' && takeName(before.text).rest === lineOf(line.attachment))
      turn.previousElementSibling?.classList.add('told')
    mine.forEach((one) => {
      if (one.fate === null && one.answeredAt === null) one.answeredAt = line.at
    })
    if (newest) paintStatus(newest)
    return turn
  }

  const show = (line: Line, live: boolean): HTMLElement | null => {
    let turn: HTMLElement | null = null
    if (line.from === 'person') showMine(line)
    else turn = showSaid(line, live)
    lines.push(line)
    return turn
  }

  /** In its place, so that nothing moves and the focus stays. */
  const drawAnew = ({ turn, draw }: (typeof others)[number]) => {
    const fresh = draw()
    if (turn.id !== 'greeting')
      for (const tile of Array.from(fresh.querySelectorAll('[data-choice]'))) {
        const before = turn.querySelector(`[data-choice="${tile.getAttribute('data-choice')}"]`)
        tile.setAttribute('aria-pressed', before?.getAttribute('aria-pressed') ?? 'false')
      }
    keepFocus(turn, () => put(turn, ...Array.from(fresh.childNodes)))
  }

  const clear = () => {
    const first = greeting(on.choose)
    put(root, first)
    others = [{ turn: first, draw: () => greeting(on.choose) }]
    mine = new Map()
    newest = null
  }

  clear()

  return {
    /** Shows a line. Gives what was said to the person, for scrolling to it; null for their own words. */
    add: show,
    addWaiting(item: Waiting): HTMLElement {
      const shown: Shown = item.body.kind === 'file' ? { kind: 'file', file: item.body } : item.body
      const one = mine.get(item.clientId) ?? makeMine(shown, item.at, 'sending', null)
      one.fate = 'sending'
      one.turn.setAttribute('data-waiting', '')
      mine.set(item.clientId, one)
      root.appendChild(one.turn)
      makeNewest(one)
      return one.turn
    },
    /** The server has it. True where nothing was said to it yet: the answer may be there before this news. */
    sent(clientId: string, at: number): boolean {
      const one = mine.get(clientId)
      if (!one) return false
      if (one.fate !== null) {
        // Its place in the order is known when the line comes from the server.
        one.fate = null
        one.sentAt = at
        paintStatus(one)
      }
      return one.answeredAt === null
    },
    fate(clientId: string, fate: Fate): void {
      const one = mine.get(clientId)
      if (!one) return
      one.fate = fate
      if (FAILED.indexOf(fate) !== -1) one.turn.removeAttribute('data-waiting')
      paintStatus(one)
    },
    /** Everything was erased. */
    reset(): void {
      dropFiles()
      lines = []
      clear()
    },
    /** The words of the page are in another language now. `opened`: whether a voice note that sounds, or a picture, is put away. */
    repaint(opened: 'close' | 'keep'): void {
      for (const one of others) if (opened === 'close' || !one.turn.querySelector('audio, img')) drawAnew(one)
      mine.forEach((one) => {
        one.fill()
        paintStatus(one)
      })
    },
    lines: (): readonly Line[] => lines,
  }
}
