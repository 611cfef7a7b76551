import { setTimeout as wait } from 'node:timers/promises'
import { type RunningProgram, startProcess } from '../support/program.ts'
import { seeded } from '../support/seeded.ts'
import { script } from './load.ts'

/** Looks in a row at which nothing moved, until the program counts as idle. */
const QUIET = 8

export type Load = {
  /** Of the program, with the folder of its records among them. */
  readonly settings: Readonly<Record<string, string>>
  readonly people: number
  readonly kills: number
  /** Milliseconds that a program lives; `random(n)` gives a number below n. */
  readonly lives: (random: (below: number) => number) => number
  /** After so many messages whoever writes them rests for so many milliseconds. */
  readonly rest: { readonly after: number; readonly ms: number }
  readonly say: (person: number, text: string, n: number) => void
  /** What the platform got so far; null while it still has something to give. */
  readonly got: () => number | null
}

/** Feeds the load while the program is killed and started again, and waits until nothing is left to do. */
export const runUnderKills = async ({ settings, people, kills, lives, rest, say, got }: Load): Promise<void> => {
  const random = seeded(20261125)
  let program: RunningProgram | null = null
  const feed = async (): Promise<void> => {
    for (const [n] of script(0).entries())
      for (let person = 1; person <= people; person += 1) {
        say(person, script(person)[n] ?? '', n)
        if (person % rest.after === 0) await wait(rest.ms)
      }
  }
  try {
    const feeding = feed()
    for (let kill = 0; kill < kills; kill += 1) {
      program = await startProcess(settings)
      await wait(lives(random))
      await program.kill()
    }
    program = await startProcess(settings)
    await feeding
    await untilIdle(program, got)
  } finally {
    await program?.kill()
  }
}

/** Until the platform has given everything out and the queue has been empty for a while. */
const untilIdle = async (program: RunningProgram, got: Load['got']): Promise<void> => {
  let quiet = 0
  let before: number | null = null
  while (quiet < QUIET) {
    await wait(300)
    const health = (await (await fetch(`${program.url}/health/ready`)).json()) as { waiting: number }
    const now = got()
    quiet = health.waiting === 0 && now !== null && now === before ? quiet + 1 : 0
    before = now
  }
}
