import { el, type IconName, icon, put } from './dom.ts'
import { loadFile, saveName } from './files.ts'
import { coordinates, mapLink } from './map.ts'
import { player } from './voice.ts'
import type { Attached, AttachedFile } from './wire.ts'
import { fileSize, say, type Word } from './words.ts'

const KINDS: Readonly<Record<AttachedFile['what'], readonly [IconName, name: Word, action: Word]>> = {
  voice: ['play', 'sentVoice', 'play'],
  image: ['image', 'sentImage', 'show'],
  file: ['file', 'sentFile', 'save'],
}

/** What a card says: what it is, more about it, and what a press does. */
const inside = (picture: IconName, title: string, more: string | null, action: Node): Node[] => [
  el('span', { class: 'thing' }, icon(picture)),
  el('span', { class: 'what' }, el('b', {}, title), more === null ? null : el('small', {}, more)),
  action,
]

/** A document is known by its name, all else by its kind; the size is said before the person pays for it. */
const titleOf = (file: AttachedFile): readonly [title: string, more: string | null] => {
  const [, kind] = KINDS[file.what]
  const short = `${say(kind)} ·\u00a0${fileSize(file.size)}`
  return file.what === 'file' && file.name !== null ? [file.name, short] : [short, null]
}

const saveLink = (url: string, file: AttachedFile, look: string, ...children: Node[]): HTMLAnchorElement =>
  el('a', { class: look, href: url, download: saveName(file, say(KINDS[file.what][1])) }, ...children)

const smallSaveLink = (url: string, file: AttachedFile): HTMLAnchorElement =>
  saveLink(url, file, 'button quiet', icon('save'), document.createTextNode(say('save')))

/** Nothing is fetched before a press: it costs the person data. */
const fileCard = (line: string, file: AttachedFile): HTMLElement => {
  const [picture, , action] = KINDS[file.what]
  const act = el('span', { class: 'act' }, say(action))
  const button = el('button', { type: 'button', class: 'open' }, ...inside(picture, ...titleOf(file), act))
  const trouble = el('p', { class: 'status failed', role: 'status' })
  const bubble = el('div', { class: 'bubble attached' }, button, trouble)

  /** Puts what was fetched where the button was; the focus stays there. */
  const replace = (focus: HTMLElement, ...shown: Node[]) => {
    const focused = document.activeElement === button
    put(bubble, ...shown, trouble)
    if (focused) focus.focus({ preventScroll: true })
    bubble.scrollIntoView({ block: 'nearest' })
  }
  const tell = (word: Word) => put(trouble, icon('alarm'), say(word))

  const showPicture = (url: string) => {
    const image = el('img', { alt: say('unitImage'), tabindex: '-1' })
    image.onload = () => replace(image, image, smallSaveLink(url, file))
    image.onerror = () => {
      replace(bubble, smallSaveLink(url, file))
      tell('cannotOpen')
    }
    image.src = url
  }
  const playVoice = (url: string) => {
    const voice = player(url, () => {
      put(bubble, smallSaveLink(url, file), trouble)
      tell('cannotOpen')
    })
    replace(voice.button, voice.box)
    voice.play()
  }
  const saveDocument = (url: string) => {
    const link = saveLink(url, file, 'open', ...inside(picture, ...titleOf(file), act))
    replace(link, link)
    // Where the browser does not take this for a press, the link is there for one.
    link.click()
  }

  let busy = false
  button.addEventListener('click', async () => {
    if (busy) return
    busy = true
    put(trouble)
    put(act, say('loading'))
    const got = await loadFile(line)
    busy = false
    // The page was hidden, erased or drawn anew meanwhile: nothing may sound or be saved now.
    if (!document.contains(bubble)) return
    put(act, say(action))
    if (!got.ok) tell(got.error)
    else ({ voice: playVoice, image: showPicture, file: saveDocument })[file.what](got.value)
  })
  return bubble
}

const placeCard = (lat: number, lon: number): HTMLElement => {
  const { href, web } = mapLink(lat, lon, navigator.userAgent)
  const elsewhere = { target: '_blank', rel: 'noopener noreferrer' }
  const act = el('span', { class: 'act' }, say('openMap'))
  return el(
    'div',
    { class: 'bubble attached' },
    el(
      'a',
      { class: 'open', href, ...(/^https:/.test(href) && elsewhere) },
      ...inside('place', say('place'), coordinates(lat, lon), act),
    ),
    web === null ? null : el('a', { class: 'button quiet', href: web, ...elsewhere }, 'openstreetmap.org'),
  )
}

/** What staff sent that is no words. `line`: the id of its line, by which a file is fetched. */
export const attachedCard = (line: string, attached: Attached): HTMLElement =>
  attached.kind === 'location' ? placeCard(attached.lat, attached.lon) : fileCard(line, attached)
