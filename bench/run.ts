import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readConfig } from '../adapters/config.ts'
import { loadWorld } from '../adapters/main.ts'
import { KNOWLEDGE_DIR } from '../knowledge/load.ts'
import { readContent } from '../knowledge/read.ts'
import { understandingData } from '../knowledge/words.ts'
import { LANGS } from '../locales/languages.ts'
import { channels } from './channels.ts'
import { latency, throughput } from './engine.ts'
import { comparePublic } from './public.ts'
import { type Cost, cost } from './scale.ts'
import { coldStart } from './start.ts'
import { machine, percentile, table } from './table.ts'
import { compare } from './understanding.ts'

// `npm run bench -- --public DIR` also asks the published sets that are in a folder; none comes with the program.
const { values: options } = parseArgs({ options: { public: { type: 'string' } } })
if (options.public !== undefined && !existsSync(options.public)) throw new Error(`there is no folder ${options.public}`)

const config = readConfig({})
if (!config.ok) throw new Error(config.error.join('\n'))

const start = await coldStart()
const world = loadWorld(config.value)
await throughput(world, 2_000)
const perSecond = await throughput(world, 20_000)
const delay = await latency(world, 100, 20)
const platforms = await channels()

console.log(machine())
console.log()
console.log(
  table(
    ['what', 'measured', 'aim'],
    [
      [
        'messages a second, received and committed with durable writes, 200 people',
        perSecond.toFixed(0),
        'at least 1000',
      ],
      ['one message, Telegram update to committed reply, at 100 a second: p50', `${delay.p50.toFixed(1)} ms`, ''],
      ['the same: p99', `${delay.p99.toFixed(1)} ms`, 'under 20 ms'],
      ['cold start to ready', `${start.seconds.toFixed(2)} s`, 'under 3 s'],
      ['resident memory after the start', `${start.megabytes.toFixed(0)} MB`, 'under 200 MB'],
    ],
  ),
)

console.log()
console.log(
  table(
    [
      'the whole program',
      'ready',
      'messages a second in',
      'replies a second out',
      'memory of all its processes (PSS), at work',
      'at rest',
    ],
    [
      ...platforms.map(({ name, ready, inPerSecond, outPerSecond, atWork, atRest }) => [
        name,
        `${ready.toFixed(2)} s`,
        inPerSecond.toFixed(0),
        outPerSecond.toFixed(0),
        `${atWork.toFixed(0)} MB`,
        `${atRest.toFixed(0)} MB`,
      ]),
      [
        'aim',
        'under 5 s',
        'at least 300 on the Cloud API',
        'at least 25 on WhatsApp Web',
        'under 550 MB with Chromium',
        'under 550 MB',
      ],
    ],
  ),
)

const data = understandingData(readContent(KNOWLEDGE_DIR))
// The machine goes faster and slower: of five runs each figure is the middle one.
const runs = Array.from({ length: 5 }, () => cost(null))
const middle = (of: (run: Cost) => number): number => percentile(runs.map(of), 50)
const own: Cost = {
  seconds: middle(({ seconds }) => seconds),
  most: middle(({ most }) => most),
  p50: middle(({ p50 }) => p50),
  p99: middle(({ p99 }) => p99),
}
const tenThousand = cost(10_000)
console.log()
console.log(
  table(
    ['understanding', 'learnt in', 'a question, p50', 'p99', 'memory of the process that learns, at most'],
    (
      [
        ['the knowledge as it is', own],
        ['10,000 invented entries', tenThousand],
      ] as const
    ).map(([name, { seconds, p50, p99, most }]) => [
      name,
      `${seconds.toFixed(1)} s`,
      `${p50.toFixed(2)} ms`,
      `${p99.toFixed(2)} ms`,
      `${most.toFixed(0)} MB`,
    ]),
  ),
)

const scores = await compare(data)
console.log()
console.log(
  table(
    ['own questions, one in five held back', 'first', ...LANGS, 'among three', 'p50', 'p99', 'learnt in', 'asked'],
    scores.map((score) => [
      score.name,
      ...score.first.map((share) => `${share.toFixed(1)} %`),
      `${score.amongThree.toFixed(1)} %`,
      `${score.p50.toFixed(2)} ms`,
      `${score.p99.toFixed(1)} ms`,
      `${score.learntIn.toFixed(1)} s`,
      String(score.questions),
    ]),
  ),
)

if (options.public !== undefined) for await (const part of comparePublic(options.public, data)) console.log(`\n${part}`)
