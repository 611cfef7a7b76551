/** Seconds; then the recording ends by itself and is sent. */
const LONGEST = 180

export const canRecord = (): boolean =>
  typeof MediaRecorder !== 'undefined' &&
  navigator.mediaDevices !== undefined &&
  typeof navigator.mediaDevices.getUserMedia === 'function'

export type Recording = {
  /** Ends it; the sound goes to `done`. */
  readonly finish: () => void
  /** Ends it and throws the sound away. */
  readonly cancel: () => void
}

/** Records the voice. Rejects where the person or the phone does not allow the microphone. */
export const startRecording = async (on: {
  readonly second: (seconds: number) => void
  readonly done: (sound: Blob, seconds: number) => void
}): Promise<Recording> => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  const recorder = new MediaRecorder(stream)
  const parts: Blob[] = []
  let seconds = 0
  let keep = true

  const timer = setInterval(() => {
    seconds += 1
    on.second(seconds)
    if (seconds >= LONGEST) recorder.stop()
  }, 1_000)

  recorder.ondataavailable = (event) => parts.push(event.data)
  recorder.onstop = () => {
    clearInterval(timer)
    for (const track of stream.getTracks()) track.stop()
    const sound = new Blob(parts, { type: recorder.mimeType })
    if (keep && sound.size > 0) on.done(sound, Math.max(1, seconds))
  }
  recorder.start()

  const stop = () => {
    if (recorder.state !== 'inactive') recorder.stop()
  }
  return {
    finish: stop,
    cancel() {
      keep = false
      stop()
    },
  }
}
