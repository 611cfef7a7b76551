/**
 * A table from whole numbers (0 to 2^31 - 1) to whole numbers from 0 on, in two lists with open addressing. There are hundreds of
 * thousands of hashes to look up: a Map of them takes three times the memory and the time. Plain data.
 */
export type Table = { readonly keys: Int32Array; readonly values: Int32Array }

const EMPTY = -1
const FIRST_ROOM = 1024
/** Fuller, and looking for what is not there takes long. */
const FULL = 0.7
/** Knuth's multiplier: its upper bits spread even what differs in the lower bits alone. */
const SPREAD = 0x9e3779b1

/** Where a key stands, or would stand. The room is a power of two. */
const slotOf = (keys: Int32Array, key: number): number => {
  const last = keys.length - 1
  let slot = Math.imul(key, SPREAD) >>> Math.clz32(last)
  while (keys[slot] !== key && keys[slot] !== EMPTY) slot = (slot + 1) & last
  return slot
}

/** What stands under a key; -1 where nothing does. */
export const lookUp = ({ keys, values }: Table, key: number): number => {
  const slot = slotOf(keys, key)
  return keys[slot] === key ? (values[slot] as number) : -1
}

const emptyTable = (room: number): Table => ({ keys: new Int32Array(room).fill(EMPTY), values: new Int32Array(room) })

/** For each value below `most` the key that has it; -1 where none has. */
export const keysByValue = ({ keys, values }: Table, most: number): Int32Array => {
  const all = new Int32Array(most).fill(EMPTY)
  for (let slot = 0; slot < keys.length; slot += 1)
    if (keys[slot] !== EMPTY) all[values[slot] as number] = keys[slot] as number
  return all
}

/** A table that grows. `add` counts what has no value yet as 0, and gives the new value. */
export const createTable = (): {
  get(key: number): number
  set(key: number, value: number): void
  add(key: number, more: number): number
  all(): Table
} => {
  let table = emptyTable(FIRST_ROOM)
  let size = 0
  const put = ({ keys, values }: Table, key: number, value: number): boolean => {
    const slot = slotOf(keys, key)
    const isNew = keys[slot] === EMPTY
    keys[slot] = key
    values[slot] = value
    return isNew
  }
  const grow = (): void => {
    const { keys, values } = table
    const larger = emptyTable(keys.length * 2)
    for (let slot = 0; slot < keys.length; slot += 1)
      if (keys[slot] !== EMPTY) put(larger, keys[slot] as number, values[slot] as number)
    table = larger
  }
  const set = (key: number, value: number): void => {
    if (put(table, key, value)) size += 1
    if (size > table.keys.length * FULL) grow()
  }
  return {
    get: (key) => lookUp(table, key),
    set,
    add: (key, more) => {
      const value = Math.max(0, lookUp(table, key)) + more
      set(key, value)
      return value
    },
    all: () => table,
  }
}
