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
  const kept = (bytes: Uint8Array, mimetype: string) => ({ directPath: store(bytes), mimetype, size: bytes.length })
  // Of what is not words, the page shows a small picture in their place.
  const body = 'thumbnail'
  if ('voice' in content)
    return { type: 'ptt', ...kept(content.voice, 'audio/ogg; codecs=opus'), duration: String(content.seconds ?? 4) }
  if ('image' in content)
    return { type: 'image', ...kept(content.image, 'image/jpeg'), caption: content.caption ?? '', body }
  if ('document' in content) {
    const { document, name, caption = '' } = content
    const file = kept(document, 'application/pdf')
    return { type: 'document', ...file, size: content.size ?? file.size, filename: name, caption, body }
  }
  if ('lat' in content) return { type: 'location', lat: content.lat, lng: content.lng, body }
  return { ...content }
}
