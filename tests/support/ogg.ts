import { checksum } from './samples.ts'

export type Ogg = {
  readonly packets: readonly Buffer[] /** By the position of the last page. */
  readonly seconds: number
}

/**
 * Takes a file of one stream of Opus apart (RFC 3533 and 7845), as strictly as a telephone might: throws where a page is broken,
 * missing or out of order.
 */
export const readOgg = (bytes: Uint8Array): Ogg => {
  const file = Buffer.from(bytes)
  const packets: Buffer[] = []
  let rest: Buffer[] = []
  let position = 0
  let ended = false
  const must = (holds: boolean, what: string) => {
    if (!holds) throw new Error(`not a voice note in Ogg: ${what} at page ${number}`)
  }
  let number = 0
  for (let at = 0; at < file.length; number += 1) {
    const lacing = [...file.subarray(at + 27, at + 27 + (file[at + 26] ?? 0))]
    const body = at + 27 + lacing.length
    const end = body + lacing.reduce((sum, size) => sum + size, 0)
    const page = Buffer.from(file.subarray(at, end))
    must(page.toString('latin1', 0, 4) === 'OggS' && page[4] === 0 && end <= file.length, 'a page begins')
    const sum = page.readUInt32LE(22)
    page.writeUInt32LE(0, 22)
    must(checksum(page) === sum, 'checksum')
    must(page.readUInt32LE(18) === number && page.readUInt32LE(14) === file.readUInt32LE(14), 'number and stream')
    must(!ended && ((page[5] ?? 0) & 2) === (number === 0 ? 2 : 0), 'beginning')
    ended = ((page[5] ?? 0) & 4) !== 0
    const granule = Number(page.readBigInt64LE(6))
    must(granule === -1 || granule >= position, 'position')
    position = Math.max(position, granule)
    let from = body
    for (const size of lacing) {
      rest.push(file.subarray(from, from + size))
      from += size
      if (size === 255) continue
      packets.push(Buffer.concat(rest))
      rest = []
    }
    at = end
  }
  must(ended && rest.length === 0, 'end')
  const [head, tags, ...sound] = packets
  must(
    head?.toString('latin1', 0, 8) === 'OpusHead' && head[8] === 1 && tags?.toString('latin1', 0, 8) === 'OpusTags',
    'heads',
  )
  return { packets: sound, seconds: (position - (head?.readUInt16LE(10) ?? 0)) / 48_000 }
}
