/** FNV-1a (Fowler, Noll, Vo) over UTF-16 units from one place to another, without its lowest bit: 0 to 2^31 - 1. */
export const hashOf = (text: string, from = 0, to = text.length): number => {
  let hash = 0x811c9dc5
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 1
}

/** A hash of two hashes in this order. */
export const hashOfTwo = (one: number, other: number): number =>
  Math.imul(Math.imul(one, 0x01000193) ^ (other + (one >>> 13)), 0x5bd1e995) >>> 1
