export type MapLink = {
  readonly href: string
  /** The map in the browser, where `href` needs a map on the telephone that may not be there. */
  readonly web: string | null
}

/** Decimal degrees to a tenth of a metre, as every map takes them. */
const degrees = (value: number): string =>
  value
    .toFixed(6)
    .replace(/\.?0+$/, '')
    .replace(/^-0$/, '0')

/** Latitude and longitude as text, to read out or type into a map. */
export const coordinates = (lat: number, lon: number): string => `${degrees(lat)}, ${degrees(lon)}`

/** What opens the place on this device: the telephone's own map, which may work without network, or OpenStreetMap. */
export const mapLink = (lat: number, lon: number, userAgent: string): MapLink => {
  const [north, east] = [degrees(lat), degrees(lon)]
  const web = `https://www.openstreetmap.org/?mlat=${north}&mlon=${east}#map=17/${north}/${east}`
  // Without `q` some maps go there and show no mark.
  if (/Android/.test(userAgent)) return { href: `geo:${north},${east}?q=${north},${east}`, web }
  // An iPhone knows no geo: addresses; these open its map.
  if (/iPhone|iPad|iPod/.test(userAgent))
    return { href: `https://maps.apple.com/?ll=${north},${east}&q=${north},${east}`, web }
  return { href: web, web: null }
}
