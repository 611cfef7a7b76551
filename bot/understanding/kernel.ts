import { KERNEL_CODE } from './kernel-code.ts'

/** A list lies in the memory of the kernel from here on, in bytes. */
export type Place = number

const PAGE = 2 ** 16
/** What a list begins on: four numbers of 32 bits, which are read at once. */
const FOUR = 16
export const WORD = 4

const compiled = (): WebAssembly.Module =>
  new WebAssembly.Module(Uint8Array.from(atob(KERNEL_CODE), (byte) => byte.charCodeAt(0)))

/** Gives 1 where a sample has been learnt before, else 0. */
type Learn = (classifier: Place, samples: Place, sample: number, rate: number) => 0 | 1

/**
 * The part of learning that takes most of its time, in WebAssembly (kernel/learn.ts), and the memory that it works on. Lists are laid one
 * after the other; `clear` takes all of them away. One that is looked at must be asked for again after the next is laid: the memory may
 * have moved.
 */
export const createKernel = () => {
  const memory = new WebAssembly.Memory({ initial: 1 })
  const { exports } = new WebAssembly.Instance(compiled(), { env: { memory } })
  let used = 0
  const reserve = (bytes: number): Place => {
    const place = used
    used = Math.ceil((used + bytes) / FOUR) * FOUR
    const missing = Math.ceil((used - memory.buffer.byteLength) / PAGE)
    if (missing > 0) memory.grow(missing)
    return place
  }
  const integers = (place: Place, length: number): Int32Array => new Int32Array(memory.buffer, place, length)
  const numbers = (place: Place, length: number): Float32Array => new Float32Array(memory.buffer, place, length)
  return {
    clear: (): void => {
      used = 0
    },
    integers,
    numbers,
    /** Room for so many numbers, whatever stands there. */
    room: (length: number): Place => reserve(length * WORD),
    putIntegers: (list: ArrayLike<number>): Place => {
      const place = reserve(list.length * WORD)
      integers(place, list.length).set(list)
      return place
    },
    putNumbers: (list: ArrayLike<number>): Place => {
      const place = reserve(list.length * WORD)
      numbers(place, list.length).set(list)
      return place
    },
    learn: exports.learn as unknown as Learn,
  }
}

export type Kernel = ReturnType<typeof createKernel>
