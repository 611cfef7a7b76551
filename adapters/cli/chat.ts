/** `npm run chat`: the same bot in the terminal. `-- --record FILE.md` writes the session as a transcript test. */
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { createReport, recover } from '../../bot/app/deliver.ts'
import type { Deps } from '../../bot/app/deps.ts'
import { createKeyed } from '../../bot/app/keyed.ts'
import { createReceive } from '../../bot/app/receive.ts'
import { run } from '../../bot/app/run.ts'
import { dayOf } from '../../bot/time.ts'
import { systemClock, systemIds } from '../clock.ts'
import { openDatabase } from '../database/open.ts'
import { databaseStore } from '../database/store.ts'
import { createLog } from '../log.ts'
import { configOrExit, databaseUrl, loadWorld, prepareFolder } from '../main.ts'
import { createRecorder } from '../terminal/record.ts'
import { createTerminal } from '../terminal/terminal.ts'

const { values } = parseArgs({ options: { record: { type: 'string' } } })
const config = configOrExit()
prepareFolder(config)
const world = loadWorld(config)
const store = databaseStore(await openDatabase(databaseUrl(config)), systemIds)
const recorder = values.record === undefined ? null : createRecorder(values.record, dayOf(systemClock.now()))

const terminal = createTerminal({
  open: () => createInterface({ input: process.stdin, terminal: false }),
  print: (text) => void process.stdout.write(text),
  clock: systemClock,
  ids: systemIds,
  recorder,
  ended: () => void end(),
})
const deps: Deps = {
  world: () => world,
  store,
  channels: new Map([['terminal', terminal]]),
  clock: systemClock,
  ids: systemIds,
  keyed: createKeyed(),
  log: createLog(config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL),
  committed: () => runner?.ring(),
}
let runner: ReturnType<typeof run> | null = null
let received: Promise<unknown> = Promise.resolve()

const end = async (): Promise<void> => {
  await received
  await drained()
  await runner?.stop()
  await store.close()
  recorder?.save()
  if (values.record !== undefined)
    console.log(`\nWritten to ${values.record}; npm run transcripts:update fills in what the bot says.`)
}

/** Until what was answered has been printed. */
const drained = async (): Promise<void> => {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await store.queue(systemClock.now())).waiting === 0) return
    await systemClock.sleep(20)
  }
}

await recover(deps)
runner = run(deps)
const receive = createReceive(deps)
await terminal.start((messages) => {
  const done = received.then(() => receive(messages))
  received = done.catch(() => undefined)
  return done
}, createReport(deps))
