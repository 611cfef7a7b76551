/*
 * What WhatsApp's page does with a file before the message: wraps it, prepares it, uploads it. Only the ways on which this
 * program sends one; the real page makes pictures smaller, here every byte stays as it is.
 */
import { violation } from './whatsapp-web-page-account.ts'

const PREPARED_BY = ['asSticker', 'asGif', 'isPtt', 'asDocument']

const base64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)))
const hashOf = async (blob: Blob): Promise<string> =>
  base64(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))

type Opaque = { readonly blob: File; readonly mimetype: string }
const opaques = new WeakSet<object>()

/** Bytes that the page hands around without looking into them. */
const OpaqueData = {
  [Symbol.hasInstance]: (one: unknown): boolean => typeof one === 'object' && one !== null && opaques.has(one),
  createFromData: async (blob: File, mimetype: string) => {
    if (blob.type !== mimetype.toLowerCase()) violation(`a file of type ${blob.type} given as ${mimetype}`)
    const opaque = {
      blob,
      mimetype,
      url: () => URL.createObjectURL(blob),
      formData: () => blob,
      autorelease: () => undefined,
    }
    opaques.add(opaque)
    return opaque
  },
}

const typeOf = (mimetype: string, asked: Readonly<Record<string, unknown>>): string => {
  if (asked.asDocument === true) return 'document'
  if (/^image\/(jpeg|png)$/.test(mimetype)) return 'image'
  if (mimetype.startsWith('audio/')) return asked.isPtt === true ? 'ptt' : 'audio'
  violation(`WhatsApp shows no ${mimetype}`)
  return 'document'
}

const prepRawMedia = ({ blob, mimetype }: Opaque, asked: Readonly<Record<string, unknown>>) => {
  for (const [option, value] of Object.entries(asked))
    if (value !== undefined && (value !== true || !PREPARED_BY.includes(option))) violation(`${option} of a file`)
  if (asked.asSticker === true || asked.asGif === true) violation('a sticker or a moving picture')
  return {
    waitForPrep: async () => {
      const type = typeOf(mimetype, asked)
      const mediaData: Record<string, unknown> = {
        type,
        isGif: false,
        mimetype,
        size: blob.size,
        filehash: await hashOf(blob),
        mediaBlob: await OpaqueData.createFromData(blob, mimetype),
        ...(type === 'document' ? { filename: blob.name } : {}),
        ...(type === 'image' ? { preview: 'thumbnail' } : {}),
      }
      // Neither belongs to what the model holds.
      Object.defineProperties(mediaData, {
        set: { value: (more: object) => Object.assign(mediaData, more) },
        // The blob stays the same: what is copied cannot be uploaded.
        toJSON: { value: () => ({ ...mediaData }) },
      })
      return mediaData
    },
  }
}

type MediaObject = { filehash: string; type?: string; size?: number; mediaBlob?: Opaque; contentInfo: object }
const objects = new Map<string, MediaObject & { consolidate(data: Partial<MediaObject>): void }>()

const getOrCreateMediaObject = (filehash: string) => {
  const known = objects.get(filehash)
  if (known) return known
  const made = {
    filehash,
    contentInfo: {},
    consolidate: ({ type, size, mediaBlob }: Partial<MediaObject>): void =>
      void Object.assign(made, { type, size, mediaBlob }),
  }
  objects.set(filehash, made)
  return made as typeof made & MediaObject
}

type Upload = { readonly mimetype: string; readonly mediaObject: MediaObject; readonly mediaType: string }

/** Throws where the connection breaks; without an entry WhatsApp did not take it. */
const uploadMedia = async ({ mimetype, mediaObject, mediaType }: Upload): Promise<unknown> => {
  if (!mediaObject.mediaBlob || mediaObject.type !== mediaType) throw new Error('[sim] the file was not prepared')
  const query = new URLSearchParams({ mimetype, type: mediaType, filehash: mediaObject.filehash })
  const answer = await fetch(`/sim/upload?${query}`, { method: 'POST', body: mediaObject.mediaBlob.blob })
  return answer.json()
}

/** The modules of WhatsApp's page for files. */
export const MEDIA_MODULES: Readonly<Record<string, unknown>> = {
  WAWebMediaOpaqueData: OpaqueData,
  WAWebPrepRawMedia: { prepRawMedia },
  WAWebMediaStorage: { getOrCreateMediaObject },
  WAWebMmsMediaTypes: {
    msgToMediaType: ({ type, isNewsletter }: { type: string; isNewsletter?: boolean }) => {
      if (isNewsletter === true) violation('a file for a newsletter')
      return type
    },
    castToV4: (type: string) => type,
  },
  WAWebMediaDataUtils: { shouldUseMediaCache: (type: string) => type !== 'document' },
  WAWebMediaInMemoryBlobCache: { InMemoryMediaBlobCache: { put: () => undefined } },
  WAWebMediaMmsV4Upload: { uploadMedia },
}
