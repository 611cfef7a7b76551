import { useI18n } from '../lib/i18n.ts'
import { isInCaboVerde } from '../lib/place.ts'
import { Voice } from '../thread/voice.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { placeLabel, sizeLabel } from '../ui/labels.ts'
import type { Attached } from './attached.ts'

type PreviewProps = { readonly attached: Attached; readonly sending: boolean; readonly onRemove: () => void }

/** What will go with the reply, to be looked at or listened to, and taken away. */
export const Preview = ({ attached, sending, onRemove }: PreviewProps) => {
  const { t } = useI18n()
  const part = attached.kind === 'file' ? (attached.upload?.part ?? null) : null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as one line everywhere
    <div className="attached" id="attached" role="group" aria-label={t('attach.attached')} tabIndex={-1}>
      {attached.kind === 'location' ? <PlacePreview {...attached} /> : <FilePreview {...attached} />}
      <Button icon="close" busy={sending && part === null && t('state.sending')} onClick={onRemove}>
        {t(part === null ? 'attach.remove' : 'attach.stop')}
      </Button>
      {attached.kind === 'file' && attached.what === 'voice' && (
        <Voice key={attached.url} source={attached.url} seconds={attached.seconds} />
      )}
      {part !== null && (
        <p className="attached-part">
          <span>{t('attach.part', { percent: Math.floor(part * 100) })}</span>
          <progress value={part} aria-label={t('attach.uploading')} />
        </p>
      )}
    </div>
  )
}

const PlacePreview = (place: Extract<Attached, { readonly kind: 'location' }>) => {
  const i18n = useI18n()
  return (
    <p className="attached-words">
      <Icon name="place" />
      <span>
        {placeLabel(i18n, place)}
        {!isInCaboVerde(place) && <small className="warn">{i18n.t('place.far')}</small>}
      </span>
    </p>
  )
}

const FilePreview = ({ what, url, name, bytes }: Extract<Attached, { readonly kind: 'file' }>) => {
  const i18n = useI18n()
  const { t } = i18n
  return (
    <>
      {what === 'image' && <img src={url} alt={t('attach.photo-alt')} />}
      <p className="attached-words">
        {what !== 'image' && <Icon name={what === 'voice' ? 'mic' : 'file'} />}
        <span>
          {name ?? t('attach.voice-note')}
          <small>{sizeLabel(i18n, bytes.size)}</small>
        </span>
      </p>
    </>
  )
}
