/*
 * AssemblyScript: the words of TypeScript, compiled to WebAssembly. `npm run kernel` writes it into ../kernel-code.ts. Everything lies in
 * one memory and is named by where it begins there, in bytes. A list with a number for each label is filled up to a multiple of four, so
 * that four are reckoned at once.
 */

/** Below this a label is so unlikely that correcting it changes nothing. */
const NEGLIGIBLE: f32 = 0.01
/** From here on an example has been learnt, and is not looked at again. */
const LEARNT: f32 = 0.99
/** What the places that only fill a list up are given instead of a sum: they are likely never. */
const NEVER: f32 = -1e30

const WORD: usize = 4
const FOUR: usize = 16

/** What is learnt from: the vector of each sample, its label, and how much it counts. */
@unmanaged
class Samples {
  /** Vector n stands from `starts[n]` to `starts[n + 1]` in the lists of where the weights of its features lie, and of their values. */
  starts: usize
  at: usize
  value: usize
  labels: usize
  counts: usize
}

/**
 * Weights. Of a feature that most labels have seen there is a row with one for each label; the rows lie before all others. Of any
 * other feature there are so many pairs: first their number, then each label and its weight.
 */
@unmanaged
class Classifier {
  classes: i32
  /** The same, filled up: the length of a row. */
  width: i32
  rowsEnd: usize
  /** Room for a number for each label: how likely it is, and by how much its weights are to move. */
  likely: usize
  step: usize
}

const PAIR: usize = 8

function integer(list: usize, index: i32): i32 {
  return load<i32>(list + <usize>index * WORD)
}

function number(list: usize, index: i32): f32 {
  return load<f32>(list + <usize>index * WORD)
}

function sumOf(four: v128): f32 {
  return (
    f32x4.extract_lane(four, 0) +
    f32x4.extract_lane(four, 1) +
    (f32x4.extract_lane(four, 2) + f32x4.extract_lane(four, 3))
  )
}

function largestOf(four: v128): f32 {
  return max(
    max(f32x4.extract_lane(four, 0), f32x4.extract_lane(four, 1)),
    max(f32x4.extract_lane(four, 2), f32x4.extract_lane(four, 3)),
  )
}

/** e to the power of four numbers up to 0: a power of two, and the polynomial of Cephes (exp2f) for what is left. */
function exponential(four: v128): v128 {
  const power = f32x4.mul(f32x4.max(four, f32x4.splat(-87)), f32x4.splat(<f32>Math.LOG2E))
  const whole = f32x4.nearest(power)
  const rest = f32x4.sub(power, whole)
  let sum = f32x4.splat(1.5353361883195e-4)
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1.339887440266574e-3))
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(9.61843735767464e-3))
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(5.550332471162809e-2))
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(2.402264791363012e-1))
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(6.931472028550421e-1))
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1))
  const two = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23)
  return f32x4.mul(sum, two)
}

/** `into` is moved by so many times `from`. */
function addRow(into: usize, from: usize, times: f32, width: i32): void {
  const each = f32x4.splat(times)
  for (let at: usize = 0, end = <usize>width * WORD; at < end; at += FOUR)
    v128.store(into + at, f32x4.add(v128.load(into + at), f32x4.mul(each, v128.load(from + at))))
}

/** How likely each label is for a vector, still to be divided by their sum, which it gives. */
function score(classifier: Classifier, samples: Samples, from: i32, to: i32): f32 {
  const likely = classifier.likely
  const width = classifier.width
  const end = <usize>width * WORD
  memory.fill(likely, 0, end)
  for (let index = from; index < to; index += 1) {
    const place = <usize>integer(samples.at, index)
    const x = number(samples.value, index)
    if (place < classifier.rowsEnd) addRow(likely, place, x, width)
    else
      for (let pair = place + WORD, last = pair + load<i32>(place) * PAIR; pair < last; pair += PAIR) {
        const each = likely + load<i32>(pair) * WORD
        store<f32>(each, load<f32>(each) + x * load<f32>(pair, WORD))
      }
  }
  for (let label = classifier.classes; label < width; label += 1) store<f32>(likely + <usize>label * WORD, NEVER)
  let four = v128.load(likely)
  for (let at = FOUR; at < end; at += FOUR) four = f32x4.max(four, v128.load(likely + at))
  const top = f32x4.splat(largestOf(four))
  // Of thousands of labels most have seen nothing of it.
  const none = exponential(f32x4.neg(top))
  let sum = f32x4.splat(0)
  for (let at: usize = 0; at < end; at += FOUR) {
    const scores = v128.load(likely + at)
    const powers = v128.any_true(scores) ? exponential(f32x4.sub(scores, top)) : none
    v128.store(likely + at, powers)
    sum = f32x4.add(sum, powers)
  }
  return sumOf(sum)
}

/** Moves the weights of a vector by the steps of the labels. */
function move(classifier: Classifier, samples: Samples, from: i32, to: i32): void {
  for (let index = from; index < to; index += 1) {
    const place = <usize>integer(samples.at, index)
    const x = number(samples.value, index)
    if (place < classifier.rowsEnd) addRow(place, classifier.step, x, classifier.width)
    else
      for (let pair = place + WORD, last = pair + load<i32>(place) * PAIR; pair < last; pair += PAIR)
        store<f32>(pair, load<f32>(pair, WORD) + x * load<f32>(classifier.step + load<i32>(pair) * WORD), WORD)
  }
}

/** Learns from one sample. Whether it has been learnt before: then nothing is changed. */
export function learn(classifier: Classifier, samples: Samples, sample: i32, rate: f32): bool {
  const from = integer(samples.starts, sample)
  const to = integer(samples.starts, sample + 1)
  const sum = score(classifier, samples, from, to)
  const label = <usize>integer(samples.labels, sample) * WORD
  const right = load<f32>(classifier.likely + label) / sum
  if (right > LEARNT) return true
  const most = rate * number(samples.counts, sample)
  const share = f32x4.splat(1 / sum)
  const down = f32x4.splat(-most)
  const least = f32x4.splat(NEGLIGIBLE)
  for (let at: usize = 0, end = <usize>classifier.width * WORD; at < end; at += FOUR) {
    const p = f32x4.mul(v128.load(classifier.likely + at), share)
    v128.store(classifier.step + at, v128.and(f32x4.mul(p, down), f32x4.gt(p, least)))
  }
  store<f32>(classifier.step + label, most * (1 - right))
  move(classifier, samples, from, to)
  return false
}
