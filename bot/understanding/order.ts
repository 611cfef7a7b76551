/** A fixed order that looks like chance, so that training is the same on every machine. */
export const shuffled = (size: number, seed: number): Int32Array => {
  const order = new Int32Array(size)
  for (let at = 0; at < size; at += 1) order[at] = at
  let state = seed >>> 0
  for (let at = size - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    // The upper bits: the lower ones repeat soon.
    const other = Math.floor((state / 2 ** 32) * (at + 1))
    const keep = order[at] as number
    order[at] = order[other] as number
    order[other] = keep
  }
  return order
}

const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * Takes a share of what is numbered from 0, evenly: 0.9 takes nine of ten wherever one looks. One more makes no jump, as "every
 * second from here on" would.
 */
export const inShare = (number: number, share: number): boolean => (number * GOLDEN) % 1 < share
