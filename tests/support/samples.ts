import type { MediaKind } from '../../bot/message.ts'
import type { MediaBytes } from '../../bot/ports/channel.ts'
import { PIXEL } from './inbox-fixture-media.ts'

/** The checksum of a page of Ogg (RFC 3533): CRC-32 with the polynomial 04c11db7, not reflected. */
export const checksum = (page: Uint8Array): number => {
  let sum = 0
  for (const byte of page) {
    sum ^= byte << 24
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1
  }
  return sum >>> 0
}

const page = (number: number, flags: number, position: number, packets: readonly Buffer[]): Buffer => {
  const head = Buffer.alloc(27 + packets.length)
  head.write('OggS', 0)
  head[5] = flags
  head.writeUInt32LE(position, 6)
  head.writeUInt32LE(7, 14)
  head.writeUInt32LE(number, 18)
  head[26] = packets.length
  packets.forEach((packet, at) => {
    head[27 + at] = packet.length
  })
  const whole = Buffer.concat([head, ...packets])
  whole.writeUInt32LE(checksum(whole), 22)
  return whole
}

/** A second of silence as a voice note: Opus in Ogg (RFC 7845), 20 milliseconds in a packet. */
const SILENT_VOICE = ((): Uint8Array => {
  const about = Buffer.from('OpusHead\x01\x01\x00\x00\x80\xbb\x00\x00\x00\x00\x00', 'latin1')
  const tags = Buffer.from('OpusTags\x04\x00\x00\x00test\x00\x00\x00\x00', 'latin1')
  const silence = Array.from({ length: 50 }, () => Buffer.from([0xf8, 0xff, 0xfe]))
  return Uint8Array.from(Buffer.concat([page(0, 2, 0, [about]), page(1, 0, 0, [tags]), page(2, 4, 48_000, silence)]))
})()

const FORM = Uint8Array.from(
  Buffer.from(
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n%%EOF\n',
  ),
)

/** A file of each kind that can be sent. */
export const SAMPLES: Readonly<Record<MediaKind, MediaBytes>> = {
  voice: { bytes: SILENT_VOICE, mime: 'audio/ogg', name: null },
  image: { bytes: PIXEL, mime: 'image/png', name: 'mapa.png' },
  file: { bytes: FORM, mime: 'application/pdf', name: 'formulário 1.pdf' },
}
