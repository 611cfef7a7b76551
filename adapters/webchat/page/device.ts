/**
 * What is kept on the device. Where the browser refuses (private mode, full), it is kept as long as the page is open.
 */
const memory: Record<string, string> = {}

export const device = {
  get(name: string): string | null {
    try {
      return localStorage.getItem(`chat.${name}`) ?? memory[name] ?? null
    } catch {
      return memory[name] ?? null
    }
  },
  set(name: string, value: string): void {
    memory[name] = value
    try {
      localStorage.setItem(`chat.${name}`, value)
    } catch {
      // Kept in memory above.
    }
  },
}

const base64url = (bytes: Uint8Array): string => {
  let text = ''
  for (let i = 0; i < bytes.length; i += 1) text += String.fromCharCode(bytes[i] ?? 0)
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
}

export const randomName = (bytes: number): string => base64url(crypto.getRandomValues(new Uint8Array(bytes)))

/** The token that is this visitor: 256 bits, made here, never shown. */
export const token = (): string => {
  const saved = device.get('token')
  if (saved !== null && /^[\w-]{43}$/.test(saved)) return saved
  const made = randomName(32)
  device.set('token', made)
  return made
}
