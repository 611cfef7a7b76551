import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readConfig } from '../adapters/config.ts'
import { loadWorld } from '../adapters/main.ts'
import { KNOWLEDGE_DIR } from '../knowledge/load.ts'
import { readContent } from '../knowledge/read.ts'
import { understandingData } from '../knowledge/words.ts'
import { LANGS } from '../locales/languages.ts'
import { latency, throughput } from './engine.ts'
import { comparePublic } from './public.ts'
import { cost, synthetic } from './scale.ts'
import { coldStart } from './start.ts'
import { machine, table } from './table.ts'
import { compare } from './understanding.ts'
import { whatsappCloud } from './whatsapp-cloud.ts'
import { whatsappWeb } from './whatsapp-web.ts'

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
const cloud = await whatsappCloud(600)
const web = await whatsappWeb()

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
      [
        'WhatsApp Cloud API, whole program: messages a second from the webhook to the committed reply',
        cloud.inPerSecond.toFixed(0),
        'at least 300',
      ],
      ['the same: replies a second that Meta got', cloud.outPerSecond.toFixed(0), 'at least 80'],
      ['the same: resident memory afterwards', `${cloud.megabytes.toFixed(0)} MB`, ''],
      ...(web === null
        ? []
        : [
            ['WhatsApp Web, a linked session until it is ready', `${web.ready.toFixed(2)} s`, 'under 5 s'],
            ['the same: messages a second in', web.inPerSecond.toFixed(0), ''],
            [
              'the same: messages a second out, without pauses, each acknowledged',
              web.outPerSecond.toFixed(0),
              'at least 25',
            ],
            [
              'the same: memory of the worker and Chromium together (PSS)',
              `${web.megabytes.toFixed(0)} MB`,
              'under 550 MB',
            ],
          ]),
      ['cold start to ready', `${start.seconds.toFixed(2)} s`, 'under 3 s'],
      ['resident memory after the start', `${start.megabytes.toFixed(0)} MB`, 'under 200 MB'],
    ],
  ),
)

const data = understandingData(readContent(KNOWLEDGE_DIR))
const own = cost(data)
const tenThousand = cost(synthetic(data, 10_000))
console.log()
console.log(
  table(
    ['understanding', 'learnt in', 'a question, p50', 'p99', 'heap and arrays at most'],
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
