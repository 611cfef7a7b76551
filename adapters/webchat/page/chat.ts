import type { Lang } from '../../../locales/languages.ts'
import { OWN_NAME } from '../../../locales/languages.ts'
import { emergencyCard } from './bubbles.ts'
import { createComposer } from './composer.ts'
import { createConversation } from './conversation.ts'
import { randomName } from './device.ts'
import { byId, el, icon, put } from './dom.ts'
import { dropFiles } from './files.ts'
import { type FrameActions, paintFrame, paintShortcuts } from './frame.ts'
import { hideOnEscape, hidePage } from './hide.ts'
import { type Body, createQueue, type File } from './queue.ts'
import { refresh } from './service.ts'
import { createWaiting } from './waiting.ts'
import { type Choice, createWire, type Language, type Line } from './wire.ts'
import { followLang, lang, say, setLang } from './words.ts'

/** A danger this many lines back still shows «Hide». */
const DANGER_LINES = 6

/** The language of the last answer in the history: the page goes over to that one alone. */
let heard: Language | null = null
/** The history has come: from now on a line is news. */
let live = false
/** The card that the button of the header shows at once, until the answer of the bot takes its place. */
let ownCard: HTMLElement | null = null

const conversation = createConversation({ choose: (choice) => choose(choice) })
const waiting = createWaiting({
  person: () => choose({ id: 'cmd:person', label: say('person') }),
  shown: () => toEnd(),
})

const queue = createQueue({
  sent(clientId, at) {
    const unanswered = conversation.sent(clientId, at)
    if (unanswered && !state().withPerson) waiting.begin()
  },
  fate(clientId, fate) {
    conversation.fate(clientId, fate)
    if (fate !== 'sending') waiting.stop()
  },
})

const wire = createWire({
  line: (line) => showLine(line),
  reset() {
    dropOwnCard()
    conversation.reset()
    for (const item of queue.waiting()) conversation.addWaiting(item)
    paintFrame(state(), actions)
  },
  typing: () => waiting.typing(),
  ready() {
    if (live) return
    live = true
    if (heard) follow(heard)
    byId('log').setAttribute('aria-busy', 'false')
    if (conversation.lines().length > 0) toEnd()
    paintShortcuts(state(), actions)
  },
})

const actions: FrameActions = {
  choose: (choice) => choose(choice),
  language: (to) => choose({ id: `lang:${to}`, label: OWN_NAME[to] }),
  urgent: () => urgent(),
  hide: () => hide(),
}

const composer = createComposer({ send: (body) => send(body), tell: (text) => tell(text) })

const state = () => {
  const said = conversation.lines().filter((line) => line.from !== 'person')
  const last = said[said.length - 1]
  const recent = conversation.lines().slice(-DANGER_LINES)
  return {
    withPerson: last !== undefined && last.from === 'staff',
    danger: ownCard !== null || recent.some((line) => line.from !== 'person' && line.urgent),
  }
}

const toEnd = () => scrollTo(0, document.documentElement.scrollHeight)

/** A new message is read from its beginning: where it is longer than the view, its top is what shows. */
const reveal = (turn: HTMLElement) => {
  const room = innerHeight - byId('composer').offsetHeight - 160
  if (turn.offsetHeight > room) turn.scrollIntoView({ block: 'start' })
  else toEnd()
}

const dropOwnCard = () => {
  if (ownCard?.parentNode) ownCard.parentNode.removeChild(ownCard)
  ownCard = null
}

/** What was said since the person's last word names numbers to call: they stay in view, whatever follows. */
const inDanger = (): boolean => {
  const lines = conversation.lines()
  for (let i = lines.length - 1; i >= 0; i -= 1) {
    const line = lines[i]
    if (line === undefined || line.from === 'person') return false
    if (line.urgent) return true
  }
  return false
}

const showLine = (line: Line) => {
  if (line.from !== 'person' && line.language) {
    heard = line.language
    // Before the line is there: a danger that is announced is not drawn again.
    if (live) follow(heard)
  }
  const before = inDanger()
  const turn = conversation.add(line, live)
  if (turn) waiting.stop()
  if (line.from !== 'person' && line.urgent) dropOwnCard()
  if (!live) return
  paintFrameFor(state())
  if (!turn) return
  byId('after').className = inDanger() ? 'room-below' : ''
  const card = turn.querySelector('.emergency')
  if (card) card.scrollIntoView({ block: 'start' })
  else if (!before) reveal(turn)
}

/** The header only where it changes: a menu that is open stays open. */
let painted = ''
const paintFrameFor = (now: ReturnType<typeof state>) => {
  const key = `${now.withPerson} ${now.danger}`
  if (key === painted) return
  painted = key
  put(byId('state'), say(now.withPerson ? 'withPerson' : 'subtitle'))
  paintShortcuts(now, actions)
}

const send = (body: Body | File) => {
  const item = { clientId: randomName(16), at: Date.now(), lang: lang(), body }
  conversation.addWaiting(item)
  byId('after').className = ''
  queue.add(item)
  toEnd()
}

const choose = (choice: Choice) => {
  const to = /^lang:(.+)$/.exec(choice.id)
  if (to) changeLanguage(to[1] as Lang)
  send({ kind: 'choice', choice: choice.id, label: choice.label })
}

const changeLanguage = (to: Lang) => {
  const changes = to !== lang()
  setLang(to)
  if (changes) repaint('close')
}

const follow = (language: Language) => {
  if (followLang(language)) repaint('keep')
}

const repaint = (opened: 'close' | 'keep') => {
  conversation.repaint(opened)
  if (ownCard) put(ownCard, ...ownCardParts())
  paintFrame(state(), actions)
  composer.label()
}

const ownCardParts = () => [emergencyCard([]), el('p', { class: 'note' }, icon('hide'), say('hideHint'))]

/** The numbers first, at once and without network; then the bot asks what it is about. */
const urgent = () => {
  send({ kind: 'choice', choice: 'cmd:urgent', label: say('urgent') })
  dropOwnCard()
  ownCard = el('div', { class: 'turn' }, ...ownCardParts())
  ownCard.firstElementChild?.setAttribute('role', 'alert')
  byId('log').appendChild(ownCard)
  byId('after').className = 'room-below'
  paintFrameFor(state())
  ownCard.scrollIntoView({ block: 'start' })
}

const tell = (text: string) => {
  put(byId('after'), el('p', { class: 'note', role: 'status' }, icon('alarm'), text))
  toEnd()
}

const hide = () => {
  hidePage(() => {
    wire.stop()
    queue.stop()
    waiting.stop()
    dropFiles()
  })
}

/** What the bars cover must not cover the focus, at any size of text. */
const measure = () => {
  const root = document.documentElement.style
  root.setProperty('--top', `${document.querySelector('.top')?.clientHeight ?? 0}px`)
  root.setProperty('--bottom', `${document.querySelector('.bottom')?.clientHeight ?? 0}px`)
}

const hurry = () => {
  queue.hurry()
  wire.hurry()
}

paintFrame(state(), actions)
measure()
for (const item of queue.waiting()) conversation.addWaiting(item)
addEventListener('resize', measure)
addEventListener('online', hurry)
addEventListener('offline', () => wire.cut())
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') hurry()
})
hideOnEscape(hide)
void refresh().then((isNew) => {
  if (isNew) paintFrame(state(), actions)
})
void wire.start()
queue.hurry()
