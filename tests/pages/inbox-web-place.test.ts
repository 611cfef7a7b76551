import { expect, it } from 'vitest'
import { isInCaboVerde, placeFrom } from '../../adapters/inbox/web/lib/place.ts'

it.each([
  ['16.755, -22.945', 16.755, -22.945],
  [' (16.755 -22.945) ', 16.755, -22.945],
  ['16,755; -22,945', 16.755, -22.945],
  ['16,755, -22,945', 16.755, -22.945],
  ['geo:16.755,-22.945?z=17', 16.755, -22.945],
  ['14.91234567,-23.51234567', 14.912346, -23.512346],
  ['https://www.google.com/maps/@16.755,-22.945,17z', 16.755, -22.945],
  [
    'https://www.google.com/maps/place/ULI+Sal/@16.1,-22.1,17z/data=!3m1!4b1!4m6!3m5!1s0x0!8m2!3d16.755!4d-22.945',
    16.755,
    -22.945,
  ],
  ['https://www.google.cv/maps/search/16.755,+-22.945?entry=tts', 16.755, -22.945],
  ['https://maps.google.com/?q=16.755,-22.945', 16.755, -22.945],
  ['https://www.google.com/maps/search/?api=1&query=16.755%2C-22.945', 16.755, -22.945],
  ['https://www.google.com/maps/dir/?api=1&destination=16.755,-22.945', 16.755, -22.945],
  ['https://www.openstreetmap.org/#map=17/16.755/-22.945', 16.755, -22.945],
  ['https://www.openstreetmap.org/?mlat=16.755&mlon=-22.945#map=12/16.1/-22.1', 16.755, -22.945],
  ['https://osm.org/?mlat=16.755&mlon=-22.945', 16.755, -22.945],
])('is found in %s', (written, lat, lon) => expect(placeFrom(written)).toEqual({ lat, lon }))

it.each([
  '',
  'Espargos',
  '16, -22',
  '16,755',
  '91.5, 0.5',
  '16.5, 181.5',
  '16.755',
  '16.755, -22.945, 3',
  'https://evil.example/@16.755,-22.945',
  'https://notgoogle.com/maps/@16.755,-22.945,17z',
  'https://www.google.com/maps/place/Espargos',
  'https://www.google.com/maps/%E0%A4%A/@x',
  'https://www.openstreetmap.org/?mlat=abc&mlon=-22.9',
  'javascript:alert(16.755,-22.945)',
])('is not found in %j', (written) => expect(placeFrom(written)).toBe('none'))

it.each(['https://maps.app.goo.gl/aBc123', 'https://goo.gl/maps/aBc123'])('is hidden in %s', (written) =>
  expect(placeFrom(written)).toBe('short-link'),
)

it('knows the islands by their middle, their corners and what a lost minus sign makes of them', () => {
  for (const [lat, lon] of [
    [16.73, -22.93],
    [17.06, -25.36],
    [14.8, -24.72],
    [16.0, -22.67],
  ] as const)
    expect(isInCaboVerde({ lat, lon })).toBe(true)
  for (const [lat, lon] of [
    [16.73, 22.93],
    [-22.93, 16.73],
    [14.7, -17.4],
  ] as const)
    expect(isInCaboVerde({ lat, lon })).toBe(false)
})
