import { useState } from 'react'
import { useI18n } from '../lib/i18n.ts'
import { Button } from '../ui/button.tsx'

/** A photo is often a passport: it is fetched on a click, and hidden again when the case is left. */
export const Photo = ({ source, by }: { readonly source: string; readonly by: 'person' | 'staff' }) => {
  const { t } = useI18n()
  const [state, setState] = useState<'hidden' | 'shown' | 'failed'>('hidden')
  if (state === 'shown') {
    return (
      <>
        <img
          className="photo"
          src={source}
          alt={t(by === 'staff' ? 'media.photo-alt-staff' : 'media.photo-alt')}
          onError={() => setState('failed')}
        />
        <Button look="quiet" icon="eye" onClick={() => setState('hidden')}>
          {t('media.photo-hide')}
        </Button>
      </>
    )
  }
  return (
    <>
      <div className="photo-cover">
        <Button icon="eye" onClick={() => setState('shown')}>
          {t('media.photo-show')}
        </Button>
      </div>
      <p className="hint" role={state === 'failed' ? 'alert' : undefined}>
        {t(state === 'failed' ? 'media.failed' : 'media.photo-hint')}
      </p>
    </>
  )
}
