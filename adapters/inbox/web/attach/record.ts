import { fail, ok, type Result } from '../../../../bot/result.ts'

/** Milliseconds. WhatsApp plays no more than 512 KB in the chat itself, which is four minutes. */
export const LONGEST = 3 * 60_000
/** Good for a voice. */
const BITS_PER_SECOND = 16_000

/** Best first: Firefox records what platforms play, Chromium what can be repacked, an old Safari neither. */
const FORMS = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'] as const

/** False where the browser has no such thing, or the page did not come by https. */
export const canRecord = (): boolean =>
  'MediaRecorder' in globalThis && navigator.mediaDevices !== undefined && formOf() !== undefined

const formOf = () => FORMS.find((form) => MediaRecorder.isTypeSupported(form))

export type Recorded = { readonly sound: Blob; readonly seconds: number }

export type Recording = {
  /** When it began, as `performance.now` tells it. */
  readonly since: number
  readonly stop: () => void
  readonly discard: () => void
  /** What was recorded, whatever ended it: somebody, the time, or a microphone that was pulled out. */
  readonly over: Promise<Recorded | 'discarded' | 'failed'>
}

/** Asks for the microphone and begins. */
export const record = async (): Promise<Result<Recording, 'refused' | 'no-microphone' | 'failed'>> => {
  const form = formOf()
  // Fetched before anything is said, so that nothing is lost if it cannot be.
  const repack = form === FORMS[1] ? await import('./to-ogg.ts').catch(() => null) : undefined
  if (repack === null) return fail('failed')
  let stream: MediaStream
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } })
  } catch (error) {
    return fail(error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'no-microphone')
  }
  const release = () => {
    for (const track of stream.getTracks()) track.stop()
  }
  const recorder = started(stream, form ?? '')
  if (recorder === null) {
    release()
    return fail('failed')
  }
  const since = performance.now()
  const parts: Blob[] = []
  const ended = new Promise<number>((resolve) => {
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
    recorder.addEventListener('stop', () => resolve(performance.now() - since))
  })
  const stop = () => {
    if (recorder.state !== 'inactive') recorder.stop()
  }
  const timer = setTimeout(stop, LONGEST)
  let wanted = true
  const over = async (): Promise<Recorded | 'discarded' | 'failed'> => {
    const seconds = (await ended) / 1000
    clearTimeout(timer)
    release()
    if (!wanted) return 'discarded'
    const sound = new Blob(parts, { type: form?.split(';')[0] ?? '' })
    const note = repack === undefined ? sound : await repack.toOgg(sound).catch(() => null)
    return note === null || note.size === 0 ? 'failed' : { sound: note, seconds }
  }
  const discard = () => {
    wanted = false
    stop()
  }
  return ok({ since, stop, discard, over: over() })
}

const started = (stream: MediaStream, mimeType: string): MediaRecorder | null => {
  try {
    const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND })
    recorder.start()
    return recorder
  } catch {
    return null
  }
}
