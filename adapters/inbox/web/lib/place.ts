export type Place = { readonly lat: number; readonly lon: number }

/** Why there is no place in what was written: nothing like one, or a short link, which only the service itself can open. */
export type NoPlace = 'none' | 'short-link'

// Both with decimals: a whole degree is no place, and "16,22" would be one number or two.
const NUMBER = String.raw`-?\d{1,3}[.,]\d+`
const PAIR = new RegExp(`^(?:geo:)?\\(?\\s*(${NUMBER})\\s*[;, ]\\s*(${NUMBER})\\s*\\)?(?:[?;].*)?$`)
const MAPS = /(^|\.)(google\.[a-z.]{2,6}|openstreetmap\.org|osm\.org)$/
const SHORT = /(^|\.)(goo\.gl|osm\.li)$/

/** Where a link has its place, the pin before the middle of what is on the screen. */
const IN_PATH = [/!3d(-?[\d.]+)!4d(-?[\d.]+)/, /\/@(-?[\d.]+),(-?[\d.]+)/, /\/(-?\d+\.\d+),\+?(-?\d+\.\d+)(?:\/|$)/]
const IN_QUERY = ['q', 'query', 'll', 'destination', 'daddr', 'center']

/** A place from coordinates as people write them, or from a link of Google Maps or OpenStreetMap. */
export const placeFrom = (written: string): Place | NoPlace => {
  const text = written.trim()
  const pair = PAIR.exec(text)
  if (pair) return place(pair[1], pair[2])
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return 'none'
  const link = new URL(text)
  if (SHORT.test(link.hostname)) return 'short-link'
  return MAPS.test(link.hostname) ? inLink(link) : 'none'
}

const inLink = ({ pathname, searchParams, hash }: URL): Place | NoPlace => {
  const pin = searchParams.get('mlat')
  if (pin !== null) return place(pin, searchParams.get('mlon') ?? '')
  for (const name of IN_QUERY) {
    const pair = PAIR.exec(searchParams.get(name)?.replace(/^loc:/, '') ?? '')
    if (pair) return place(pair[1], pair[2])
  }
  for (const pattern of IN_PATH) {
    const pair = pattern.exec(pathname.replaceAll(/%2c/gi, ','))
    if (pair) return place(pair[1], pair[2])
  }
  const middle = /map=[\d.]+\/(-?[\d.]+)\/(-?[\d.]+)/.exec(hash)
  return middle ? place(middle[1], middle[2]) : 'none'
}

/** Six decimals are a hand's breadth. */
const place = (lat = '', lon = ''): Place | NoPlace => {
  const [north, east] = [lat, lon].map((part) => Number(Number(part.replace(',', '.')).toFixed(6)))
  if (north === undefined || east === undefined || lat === '' || lon === '') return 'none'
  return Math.abs(north) <= 90 && Math.abs(east) <= 180 ? { lat: north, lon: east } : 'none'
}

/** Whether it lies among the islands: elsewhere it may be right, and is more often a lost minus sign. */
export const isInCaboVerde = ({ lat, lon }: Place): boolean => lat > 14.5 && lat < 17.5 && lon > -25.6 && lon < -22.4
