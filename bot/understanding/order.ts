/** Spreads a number over 32 bits, so that neighbours have nothing in common (the end of MurmurHash3, by Austin Appleby). */
const spread = (number: number): number => {
  let hash = number
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** More than can be put in order at once. */
const MOST = 2 ** 20

/**
 * The places of keys in an order that looks like chance, another for each seed, the same on every machine. It goes by the keys
 * alone: one more stands somewhere between the others and moves none of them.
 */
export const mixed = (keys: Int32Array, seed: number): Int32Array => {
  const places = new Float64Array(keys.length)
  const salt = spread(seed)
  for (let at = 0; at < keys.length; at += 1) places[at] = spread((keys[at] as number) ^ salt) * MOST + at
  places.sort()
  return Int32Array.from(places, (place) => place % MOST)
}

const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * Takes a share of what is numbered from 0, evenly: 0.9 takes nine of ten wherever one looks. One more makes no jump, as "every
 * second from here on" would.
 */
export const inShare = (number: number, share: number): boolean => (number * GOLDEN) % 1 < share
