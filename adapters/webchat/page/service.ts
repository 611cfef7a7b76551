import { device } from './device.ts'
import { lang } from './words.ts'

type Names = Readonly<Record<string, string>>
type Service = {
  readonly title: Names
  readonly numbers: readonly { readonly name: Names; readonly number: string; readonly free: boolean }[]
}

const EMPTY: Service = { title: {}, numbers: [] }

const saved = (): Service => {
  try {
    return JSON.parse(device.get('service') ?? '') as Service
  } catch {
    return EMPTY
  }
}

// The numbers of last time are there at once, and without network.
let current = saved()

export const title = (): string | undefined => current.title[lang()]

/** The numbers to call in danger, the most important first. */
export const numbers = () =>
  current.numbers.map(({ name, number, free }) => ({ name: name[lang()] ?? '', number, free }))

/** The short ones among them: they are links wherever they stand in a text. */
export const shortNumbers = (): readonly string[] => current.numbers.map((one) => one.number)

/** Asks the server; true where something is new. Without network what is saved goes on. */
export const refresh = async (): Promise<boolean> => {
  try {
    const response = await fetch('/chat/config')
    if (!response.ok) return false
    const text = await response.text()
    if (text === device.get('service')) return false
    current = JSON.parse(text)
    device.set('service', text)
    return true
  } catch {
    return false
  }
}
