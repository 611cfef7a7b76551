import type { Unit } from '../ports/knowledge.ts'

/** Mean radius of the Earth in kilometres (IUGG R1). */
const EARTH = 6371
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Great-circle distance in kilometres (haversine formula). */
export const distance = (a: { lat: number; lon: number }, b: { lat: number; lon: number }): number => {
  const half = (x: number): number => Math.sin(x / 2) ** 2
  const h =
    half(radians(b.lat - a.lat)) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(radians(b.lon - a.lon))
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Farther than this from every unit is not Cabo Verde: the archipelago is some 300 km across. */
const FAR = 350

/** The unit nearest to a place, by air; `far` where it lies outside the archipelago. Null: there are no units. */
export const nearestUnit = (
  units: readonly Unit[],
  at: { lat: number; lon: number },
): { unit: Unit; far: boolean } | null => {
  let best: { unit: Unit; km: number } | null = null
  for (const unit of units) {
    const km = distance(unit, at)
    if (best === null || km < best.km) best = { unit, km }
  }
  return best === null ? null : { unit: best.unit, far: best.km > FAR }
}
