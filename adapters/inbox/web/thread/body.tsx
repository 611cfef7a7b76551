import type { TicketId } from '../../../../bot/ids.ts'
import { never } from '../../../../bot/result.ts'
import { API, type EntryBody } from '../../contract.ts'
import { useI18n } from '../lib/i18n.ts'
import { Icon } from '../ui/icon.tsx'
import { placeLabel, sizeLabel } from '../ui/labels.ts'
import { Photo } from './photo.tsx'
import { Voice } from './voice.tsx'

type BodyProps = {
  readonly body: EntryBody
  readonly ticket: TicketId
  readonly seq: number
  readonly by: 'person' | 'staff'
}

/** What was sent. Bytes are fetched only when somebody asks for them. */
export const Body = ({ body, ticket, seq, by }: BodyProps) => {
  const i18n = useI18n()
  const { t } = i18n
  switch (body.kind) {
    case 'text':
      return body.text
    case 'choice':
      return (
        <>
          {body.label} <small>{t('entry.choice')}</small>
        </>
      )
    case 'location':
      return (
        <a className="attachment" href={`geo:${body.lat},${body.lon}`}>
          <Icon name="place" />
          {placeLabel(i18n, body)}
        </a>
      )
    case 'unsupported':
      return <small>{t('media.unsupported')}</small>
    case 'media': {
      const source = `${API}/tickets/${encodeURIComponent(ticket)}/entries/${seq}/media`
      return (
        <>
          {body.what === 'voice' && <Voice source={source} seconds={body.seconds} />}
          {body.what === 'image' && <Photo source={source} by={by} />}
          {body.what === 'file' && <Document source={source} name={body.name} size={body.size} />}
          {body.caption !== '' && <p>{body.caption}</p>}
        </>
      )
    }
    default:
      return never(body)
  }
}

const Document = ({
  source,
  name,
  size,
}: {
  readonly source: string
  readonly name: string | null
  readonly size: number | null
}) => {
  const i18n = useI18n()
  const { t } = i18n
  return (
    <a className="attachment" href={source} download={name ?? ''}>
      <Icon name="file" />
      <span>
        {name ?? t('media.document')}
        <small>
          {t('media.download')}
          {size !== null && `, ${sizeLabel(i18n, size)}`}
        </small>
      </span>
    </a>
  )
}
