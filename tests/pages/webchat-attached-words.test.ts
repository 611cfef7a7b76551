import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { saveName } from '../../adapters/webchat/page/files.ts'
import { coordinates, mapLink } from '../../adapters/webchat/page/map.ts'
import { duration, fileSize, setLang } from '../../adapters/webchat/page/words.ts'

afterEach(() => setLang('pt'))

/** The space that keeps number and unit on one line. */
const spaced = (text: string) => text.replace(' ', '\u00a0')

describe('the size of a file', () => {
  test.each([
    [0, '1 KB'],
    [1, '1 KB'],
    [245_760, '240 KB'],
    [1_048_063, '1023 KB'],
    [1_048_575, '1,0 MB'],
    [1_048_576, '1,0 MB'],
    [1_572_864, '1,5 MB'],
    [5_242_880, '5,0 MB'],
  ])('%i bytes are %s', (bytes, shown) => {
    setLang('pt')
    expect(fileSize(bytes)).toBe(spaced(shown))
  })

  test.each([
    ['en', '1.5 MB'],
    ['fr', '1,5 Mo'],
    ['kea', '1,5 MB'],
  ] as const)('in %s: %s', (lang, shown) => {
    setLang(lang)
    expect(fileSize(1_572_864)).toBe(spaced(shown))
  })
})

test.each([
  [0, '0:00'],
  [7.9, '0:07'],
  [65, '1:05'],
  [3_600, '60:00'],
])('%d seconds are shown as %s', (seconds, shown) => {
  expect(duration(seconds)).toBe(shown)
})

describe('the name under which a file is saved', () => {
  test.each([
    ['formulário.pdf', 'application/pdf', 'formulário.pdf'],
    ['FORM.PDF', 'application/pdf', 'FORM.PDF'],
    ['foto.jpeg', 'image/jpeg', 'foto.jpeg'],
    ['form.exe', 'application/pdf', 'form.exe.pdf'],
    ['pdf', 'application/pdf', 'pdf.pdf'],
    [null, 'audio/mp4', 'Nota de voz.m4a'],
    [null, 'audio/aac', 'Nota de voz'],
  ])('%s, %s: %s', (name, mime, saved) => {
    expect(saveName({ name, mime }, 'Nota de voz')).toBe(saved)
  })
})

describe('a place', () => {
  test.each([
    [16.755, -22.945, '16.755, -22.945'],
    [10, -100, '10, -100'],
    [0, -0, '0, 0'],
    [1e-7, -1e-7, '0, 0'],
    [14.93305123456, 0.1 + 0.2, '14.933051, 0.3'],
  ])('%d %d is shown as %s', (lat, lon, shown) => {
    expect(coordinates(lat, lon)).toBe(shown)
  })

  test('leads to the right point wherever it is, by an address that holds nothing else', () => {
    const lat = fc.double({ min: -90, max: 90, noNaN: true })
    const lon = fc.double({ min: -180, max: 180, noNaN: true })
    fc.assert(
      fc.property(lat, lon, fc.constantFrom('Android', 'iPhone', 'X11'), (north, east, device) => {
        const { href } = mapLink(north, east, device)
        const found = /(-?\d+(?:\.\d+)?)[,/](-?\d+(?:\.\d+)?)$/.exec(href)
        expect(href).toMatch(/^(geo:|https:\/\/(maps\.apple\.com|www\.openstreetmap\.org)\/)[\w?=,.&/#-]+$/)
        expect(Number(found?.[1])).toBeCloseTo(north, 5)
        expect(Number(found?.[2])).toBeCloseTo(east, 5)
      }),
    )
  })
})
