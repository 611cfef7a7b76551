import type { MediaBytes } from '../bot/ports/channel.ts'

/** The endings that a name may have, by what is in the file; the first is the one that is added. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'application/pdf': ['pdf'],
  'audio/ogg': ['ogg', 'oga', 'opus'],
  'audio/mpeg': ['mp3'],
  'audio/mp4': ['m4a', 'mp4'],
}

/**
 * A name that ends as the file is: platforms and telephones go by the ending and not by the bytes. Made up where the file has
 * none, of a word that people of all our languages understand.
 */
export const fileName = ({ name, mime }: Pick<MediaBytes, 'name' | 'mime'>): string => {
  const endings = ENDINGS[mime] ?? []
  const [ending] = endings
  const base = name ?? /^(audio|image)\//.exec(mime)?.[1] ?? 'document'
  const fits = ending === undefined || endings.some((one) => base.toLowerCase().endsWith(`.${one}`))
  return fits ? base : `${base}.${ending}`
}
