import { describe, expect, test } from 'vitest'
import { distance, nearestUnit } from '../../bot/engine/place.ts'
import { testWorld } from '../support/world.ts'

describe('the nearest unit', () => {
  const { units } = testWorld().knowledge

  test('distances are those of the globe: Praia to Mindelo some 250 km', () =>
    expect(distance({ lat: 14.918, lon: -23.509 }, { lat: 16.886, lon: -24.988 })).toBeGreaterThan(240))

  test.each([
    ['Santa Maria on Sal', 16.6, -22.905, 'sal'],
    ['Rabil on Boa Vista', 16.133, -22.89, 'boa-vista'],
    ['Porto Novo, across the channel from Mindelo', 17.02, -25.065, 'sao-vicente'],
    ['Tarrafal on Santiago', 15.279, -23.751, 'santa-catarina'],
    ['Plateau in Praia', 14.919, -23.508, 'praia'],
  ])('%s', (_name, lat, lon, unit) =>
    expect(nearestUnit(units, { lat, lon })).toMatchObject({ unit: { id: unit }, far: false }),
  )

  test('Dakar is far', () => expect(nearestUnit(units, { lat: 14.69, lon: -17.44 })?.far).toBe(true))
})
