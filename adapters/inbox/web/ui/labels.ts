import type { ChannelName } from '../../../../bot/ids.ts'
import { never } from '../../../../bot/result.ts'
import { SIGN } from '../../../../bot/sign.ts'
import { FORMAT_TAG, type Lang } from '../../../../locales/languages.ts'
import type { TicketRow } from '../../contract.ts'
import type { I18n, Key } from '../lib/i18n.ts'
import type { IconName } from './icon.tsx'

/** The two letters in the tile of a row. */
export const LANG_CODE: Readonly<Record<Lang, string>> = { pt: 'PT', en: 'EN', fr: 'FR', kea: 'KR' }

/** The person's name as the platform shows it, or «Visitante» with the beginning of the code. */
export const personName = ({ t }: I18n, row: Pick<TicketRow, 'name' | 'code'>): string =>
  row.name ?? t('person.visitor', { code: row.code.split('-')[0] ?? row.code })

const SIGNED: ReadonlyMap<string, Key> = new Map([
  [SIGN.voice, 'attach.voice-note'],
  [SIGN.image, 'media.photo'],
  [SIGN.file, 'media.document'],
  [SIGN.location, 'attach.place'],
])

/** The last words of a case, or in words what was sent without any. */
export const lastWords = ({ t }: I18n, words: string): string => {
  const [sign = '', ...name] = words.split(' ')
  const key = SIGNED.get(sign)
  if (key === undefined || (name.length > 0 && sign !== SIGN.file)) return words
  return [t(key), name.join(' ')].filter((part) => part !== '').join(': ')
}

/** A place by its coordinates: five decimals are a step. */
export const placeLabel = ({ t }: I18n, { lat, lon }: { readonly lat: number; readonly lon: number }): string =>
  t('media.place', { lat: lat.toFixed(5), lon: lon.toFixed(5) })

/** How large a file is: `48 KB`, `1,4 MB`. */
export const sizeLabel = ({ lang }: I18n, bytes: number): string => {
  const mega = bytes / (1024 * 1024)
  if (mega < 1) return `${Math.max(1, Math.round(bytes / 1024))} KB`
  return `${mega.toLocaleString(FORMAT_TAG[lang], { maximumFractionDigits: 1 })} MB`
}

export const channelName = ({ t }: I18n, channel: ChannelName): string => {
  switch (channel) {
    case 'telegram':
      return 'Telegram'
    case 'whatsapp-web':
    case 'whatsapp-cloud':
      return 'WhatsApp'
    case 'web':
      return t('channel.web')
    case 'terminal':
      return t('channel.terminal')
    default:
      return never(channel)
  }
}

export const channelIcon = (channel: ChannelName): IconName => {
  switch (channel) {
    case 'telegram':
      return 'telegram'
    case 'whatsapp-web':
    case 'whatsapp-cloud':
      return 'whatsapp'
    case 'web':
    case 'terminal':
      return 'web'
    default:
      return never(channel)
  }
}
