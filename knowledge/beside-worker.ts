/** The other thread of beside.ts: does the jobs that it is sent, one after the other. */
import { type MessagePort, parentPort } from 'node:worker_threads'
import { doJob, type Input, type Job } from '../bot/understanding/jobs.ts'

/** `done` becomes 1 when the answer has been sent. */
export type Order = {
  readonly job: Job
  readonly input: Input<Job>
  readonly done: Int32Array
  readonly answer: MessagePort
}

parentPort?.on('message', ({ job, input, done, answer }: Order) => {
  try {
    answer.postMessage(doJob(job, input))
  } catch {
    // Without an answer whoever waits does the job, and it fails there.
  }
  answer.close()
  Atomics.store(done, 0, 1)
  Atomics.notify(done, 0)
})
