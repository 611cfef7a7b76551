import { byId, el, icon, put } from './dom.ts'
import { attachMenu } from './menu.ts'
import { shrink } from './picture.ts'
import type { Body, File } from './queue.ts'
import { canRecord, type Recording, startRecording } from './recorder.ts'
import { duration, say, type Word } from './words.ts'

/** Characters; the server takes no more. */
const MAX_TEXT = 4_000
const MAX_MEDIA = 10 * 1024 * 1024

/** Words that are changed in their place with the language of the page: drawing the field anew would close the keyboard. */
const fixed = (word: Word, unseen = true): HTMLElement =>
  el('span', { class: unseen && 'unseen', 'data-say': word }, say(word))

/** The field with what belongs to it: words, photo, document, place, voice. */
export const createComposer = (on: {
  readonly send: (body: Body | File) => void
  /** Something the person must know: no microphone, no place, too large. */
  readonly tell: (text: string) => void
}) => {
  const form = byId<HTMLFormElement>('composer')
  const field = el('textarea', { id: 'field', rows: '1', maxlength: String(MAX_TEXT), enterkeyhint: 'send' })
  let recording: Recording | null = null

  const fitHeight = () => {
    field.style.setProperty('height', 'auto')
    field.style.setProperty('height', `${field.scrollHeight}px`)
  }

  const submit = () => {
    const text = field.value.trim()
    if (text === '') return
    on.send({ kind: 'text', text })
    field.value = ''
    fitHeight()
    paintButton()
    field.focus({ preventScroll: true })
  }

  const sendFile = async (file: globalThis.File) => {
    const isImage = /^image\//.test(file.type)
    const blob = isImage ? await shrink(file) : file
    if (blob.size > MAX_MEDIA) return on.tell(say('tooLarge'))
    const what = isImage ? 'image' : /^audio\//.test(file.type) ? 'voice' : 'file'
    on.send({ kind: 'file', what, blob, name: what === 'file' ? file.name : null, seconds: null })
  }

  const pick = (accept: string) => {
    const input = el('input', { type: 'file', accept })
    input.onchange = () => {
      const file = input.files?.[0]
      if (file) void sendFile(file)
    }
    input.click()
  }

  const sharePlace = () => {
    const none = () => on.tell(say('noLocation'))
    if (!navigator.geolocation) return none()
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => on.send({ kind: 'location', lat: coords.latitude, lon: coords.longitude }),
      none,
      { timeout: 20_000, maximumAge: 60_000 },
    )
  }

  const record = async () => {
    try {
      recording = await startRecording({
        second: (seconds) => {
          const shown = form.querySelector('.recording b')
          if (shown) put(shown, duration(seconds))
        },
        done: (blob, seconds) => {
          recording = null
          paint()
          on.send({ kind: 'file', what: 'voice', blob, name: null, seconds })
        },
      })
      paint()
      form.querySelector<HTMLElement>('.primary')?.focus({ preventScroll: true })
    } catch {
      on.tell(say('noMicrophone'))
    }
  }

  const stopRecording = (keep: boolean) => {
    if (keep) recording?.finish()
    else recording?.cancel()
    if (!keep) recording = null
    if (!keep) paint()
    field.focus({ preventScroll: true })
  }

  const main = el('button', { type: 'submit', class: 'primary round' })

  /** Words in the field: send. None: the voice, where the phone can record. */
  const paintButton = () => {
    const voice = field.value.trim() === '' && canRecord()
    put(main, icon(voice ? 'mic' : 'send'), fixed(voice ? 'record' : 'send'))
  }

  const paintRecording = () => {
    put(
      form,
      el(
        'button',
        { type: 'button', class: 'round', onclick: () => stopRecording(false) },
        icon('close'),
        fixed('cancel'),
      ),
      el('span', { class: 'recording', role: 'status' }, fixed('recording', false), ' ', el('b', {}, '0:00')),
      el(
        'button',
        { type: 'button', class: 'primary round', onclick: () => stopRecording(true) },
        icon('send'),
        fixed('send'),
      ),
    )
  }

  const label = () => {
    field.placeholder = say('placeholder')
    field.setAttribute('aria-label', say('placeholder'))
  }

  const paint = () => {
    if (recording) return paintRecording()
    label()
    const attach = el('button', { type: 'button', class: 'round' }, icon('attach'), fixed('attach'))
    const box = el('div', { class: 'field' }, field, attach)
    put(form, box, main)
    attachMenu(attach, box, () => [
      { label: say('photo'), take: () => pick('image/*') },
      { label: say('document'), take: () => pick('application/pdf') },
      { label: say('location'), take: sharePlace },
    ])
    paintButton()
    fitHeight()
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (field.value.trim() === '' && canRecord()) void record()
    else submit()
  })
  field.addEventListener('input', () => {
    fitHeight()
    paintButton()
  })
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    submit()
  })

  paint()
  return {
    /** The page is in another language now. What is `data-say` the frame changes. */
    label,
    field,
  }
}
