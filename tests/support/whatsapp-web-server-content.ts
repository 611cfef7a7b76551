/** What a person can send besides words, and how WhatsApp keeps it. */

export type Content =
  | { readonly voice: Uint8Array; readonly seconds?: number }
  | { readonly image: Uint8Array; readonly caption?: string }
  | { readonly document: Uint8Array; readonly name: string; readonly size?: number; readonly caption?: string }
  | { readonly lat: number; readonly lng: number }
  | { readonly type: string; readonly body?: string }

/** Files that WhatsApp keeps, by their path. */
export const createMedia = () => {
  const media = new Map<string, Uint8Array>()
  return {
    store: (bytes: Uint8Array): string => {
      const path = `/m${media.size + 1}`
      media.set(path, bytes)
      return path
    },
    get: (path: string): Uint8Array | undefined => media.get(path),
    forget: (): void => media.clear(),
  }
}
export type Media = ReturnType<typeof createMedia>

/** In the names that the page uses. */
export const contentOf = (content: Content, { store }: Media): Readonly<Record<string, unknown>> => {
  if ('voice' in content)
    return {
      type: 'ptt',
      directPath: store(content.voice),
      mimetype: 'audio/ogg; codecs=opus',
      size: content.voice.length,
      duration: String(content.seconds ?? 4),
    }
  if ('image' in content)
    return {
      type: 'image',
      directPath: store(content.image),
      mimetype: 'image/jpeg',
      size: content.image.length,
      caption: content.caption ?? '',
      body: 'thumbnail',
    }
  if ('document' in content)
    return {
      type: 'document',
      directPath: store(content.document),
      mimetype: 'application/pdf',
      size: content.size ?? content.document.length,
      filename: content.name,
      caption: content.caption ?? '',
      body: 'thumbnail',
    }
  if ('lat' in content) return { type: 'location', lat: content.lat, lng: content.lng, body: 'thumbnail' }
  return { ...content }
}
