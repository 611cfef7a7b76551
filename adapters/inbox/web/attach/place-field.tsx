import { useEffect, useRef, useState } from 'react'
import { useI18n } from '../lib/i18n.ts'
import { type NoPlace, type Place, placeFrom } from '../lib/place.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'

type PlaceFieldProps = { readonly onPlace: (place: Place) => void; readonly onCancel: () => void }

/** Where a place is written or pasted. It stands inside the form of the reply, so Enter is taken here. */
export const PlaceField = ({ onPlace, onCancel }: PlaceFieldProps) => {
  const { t } = useI18n()
  const box = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState<NoPlace | null>(null)
  useEffect(() => box.current?.querySelector('input')?.focus(), [])
  const use = () => {
    const place = placeFrom(text)
    if (typeof place !== 'string') return onPlace(place)
    setWrong(place)
    box.current?.querySelector('input')?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens for keys from the field inside
    <div
      className="place-field"
      ref={box}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel()
        else if (event.key !== 'Enter' || event.ctrlKey || !(event.target instanceof HTMLInputElement)) return
        else use()
        event.preventDefault()
        event.stopPropagation()
      }}
    >
      <Field
        label={t('attach.place')}
        hint={t('place.hint')}
        error={wrong && t(`place.${wrong}`)}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setWrong(null)
        }}
      />
      <div className="composer-foot">
        <Button onClick={onCancel}>{t('action.cancel')}</Button>
        <Button icon="place" onClick={use}>
          {t('place.use')}
        </Button>
      </div>
    </div>
  )
}
