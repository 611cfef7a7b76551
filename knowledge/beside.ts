import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { type Beside, inTurn } from '../bot/understanding/jobs.ts'
import type { Order } from './beside-worker.ts'

/** A job that takes longer will not end any more: the other thread is gone, for want of memory perhaps. */
const LONGEST = 60_000

/**
 * Has jobs done by another thread while this one does something else, and waits for them as if they were calls: what learns is not
 * asynchronous. A job that the other thread does not end is done here.
 */
export const withBeside = <Value>(use: (beside: Beside) => Value): Value => {
  const worker = new Worker(new URL('./beside-worker.ts', import.meta.url))
  // What it cannot do is done here; without somebody who listens an error would end the program.
  worker.on('error', () => {})
  worker.unref()
  const beside: Beside = (job, input) => {
    const { port1, port2 } = new MessageChannel()
    const done = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
    const order: Order = { job, input, done, answer: port2 }
    worker.postMessage(order, [port2])
    return () => {
      Atomics.wait(done, 0, 0, LONGEST)
      const answer = receiveMessageOnPort(port1)
      port1.close()
      return answer ? answer.message : inTurn(job, input)()
    }
  }
  try {
    return use(beside)
  } finally {
    void worker.terminate()
  }
}
