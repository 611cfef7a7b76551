/** A feature that more labels share tells hardly anything, and would make thousands of entries slow. */
const SHARED_BY_AT_MOST = 400
/** From this share of the labels on a feature has a weight for each. */
const MOST_LABELS = 0.15

/** Rows are filled up to a multiple of four, because four weights are reckoned with at once. */
export const widthOf = (classes: number): number => Math.ceil(classes / 4) * 4

/**
 * Which labels have seen which feature: those of feature n from `starts[n]` to `starts[n + 1]`, in their order. A feature that most
 * labels have seen has a row with all of them, so that it needs no looking up.
 */
export type Support = { readonly starts: Int32Array; readonly labels: Uint16Array }

/** The numbers of samples in the order of their labels. */
const byLabel = (labels: Int32Array, classes: number): Int32Array => {
  const next = new Int32Array(classes + 1)
  for (const label of labels) next[label + 1] = (next[label + 1] as number) + 1
  for (let label = 0; label < classes; label += 1)
    next[label + 1] = (next[label + 1] as number) + (next[label] as number)
  const order = new Int32Array(labels.length)
  for (let sample = 0; sample < labels.length; sample += 1) {
    const label = labels[sample] as number
    order[next[label] as number] = sample
    next[label] = (next[label] as number) + 1
  }
  return order
}

/** Finds it out from the features of samples, of which sample n has those from `from[n]` to `from[n + 1]`, and from their labels. */
export const supportOf = (
  at: Int32Array,
  from: Int32Array,
  given: Int32Array,
  classes: number,
  features: number,
): Support => {
  const width = widthOf(classes)
  const order = byLabel(given, classes)
  const last = new Int32Array(features)
  const size = new Int32Array(features)
  const each = (take: (feature: number, label: number) => void): void => {
    last.fill(-1)
    for (const sample of order) {
      const label = given[sample] as number
      for (let index = from[sample] as number; index < (from[sample + 1] as number); index += 1) {
        const feature = at[index] as number
        if (last[feature] === label) continue
        last[feature] = label
        take(feature, label)
      }
    }
  }
  each((feature) => {
    size[feature] = (size[feature] as number) + 1
  })
  const starts = new Int32Array(features + 1)
  for (let feature = 0; feature < features; feature += 1) {
    const shared = size[feature] as number
    const room = shared > SHARED_BY_AT_MOST ? 0 : shared > classes * MOST_LABELS ? width : shared
    starts[feature + 1] = (starts[feature] as number) + room
  }
  const labels = new Uint16Array(starts[features] as number)
  const next = starts.slice()
  for (let feature = 0; feature < features; feature += 1) {
    const start = starts[feature] as number
    if ((starts[feature + 1] as number) - start !== width) continue
    for (let label = 0; label < width; label += 1) labels[start + label] = label
    next[feature] = starts[feature + 1] as number
  }
  each((feature, label) => {
    const slot = next[feature] as number
    if (slot === starts[feature + 1]) return
    labels[slot] = label
    next[feature] = slot + 1
  })
  return { starts, labels }
}
