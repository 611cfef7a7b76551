import { useEffect, useRef, useState } from 'react'
import { announce } from '../lib/announce.tsx'
import { useI18n } from '../lib/i18n.ts'
import { Button } from '../ui/button.tsx'
import { type Attaching, focusAfter } from './attaching.ts'
import { ACCEPT } from './choose.ts'
import { PlaceField } from './place-field.tsx'
import { canRecord, type Recording, record } from './record.ts'
import { Recorder } from './recorder.tsx'

type ToolsProps = {
  readonly attaching: Attaching
  /** Something is attached: one thing goes with a reply. */
  readonly full: boolean
}

/** What can go with a reply: a file, a voice note, a place. */
export const Tools = ({ attaching, full }: ToolsProps) => {
  const { t } = useI18n()
  const input = useRef<HTMLInputElement>(null)
  const [asksPlace, setAsksPlace] = useState(false)
  const [recording, setRecording] = useState<Recording | null>(null)
  const [starting, setStarting] = useState(false)
  const { put, say, busy, setRecording: hold } = attaching

  // Whoever leaves the case meanwhile finds the voice note when they come back.
  const running = useRef<Recording | null>(null)
  const left = useRef(false)
  useEffect(() => {
    left.current = false
    return () => {
      left.current = true
      running.current?.stop()
    }
  }, [])

  const speak = async () => {
    say(null)
    setStarting(true)
    const begun = await record()
    setStarting(false)
    if (!begun.ok) return say(`record.${begun.error}`)
    if (left.current) return begun.value.discard()
    running.current = begun.value
    setRecording(begun.value)
    hold(true)
    announce(t('record.on'))
    const recorded = await begun.value.over
    running.current = null
    focusAfter('attach-voice', () => {
      setRecording(null)
      hold(false)
    })
    if (recorded === 'failed') return say('record.failed')
    if (recorded === 'discarded') return
    const { sound, seconds } = recorded
    put({ kind: 'file', what: 'voice', bytes: sound, name: null, seconds })
  }

  if (recording !== null) return <Recorder recording={recording} />
  if (full) return null
  const leavePlace = () => focusAfter('attach-place', () => setAsksPlace(false))
  if (asksPlace)
    return (
      <PlaceField
        onCancel={leavePlace}
        onPlace={(place) => {
          setAsksPlace(false)
          put({ kind: 'location', ...place })
        }}
      />
    )
  return (
    <div className="tools">
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        hidden
        onChange={({ currentTarget }) => {
          attaching.take([...(currentTarget.files ?? [])])
          // Else the same file could not be chosen a second time.
          currentTarget.value = ''
        }}
      />
      <Button
        id="attach-file"
        look="quiet"
        icon="clip"
        busy={busy && t('state.working')}
        onClick={() => input.current?.click()}
      >
        {t('attach.file')}
      </Button>
      {canRecord() && (
        <Button
          id="attach-voice"
          look="quiet"
          icon="mic"
          busy={starting && t('state.working')}
          onClick={() => void speak()}
        >
          {t('attach.voice')}
        </Button>
      )}
      <Button id="attach-place" look="quiet" icon="place" onClick={() => setAsksPlace(true)}>
        {t('attach.place')}
      </Button>
    </div>
  )
}
