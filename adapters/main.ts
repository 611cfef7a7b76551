import { randomBytes } from 'node:crypto'
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createReport, recover } from '../bot/app/deliver.ts'
import type { Deps, Log } from '../bot/app/deps.ts'
import { createDesk } from '../bot/app/desk.ts'
import { faultOf } from '../bot/app/fault.ts'
import { createKeyed } from '../bot/app/keyed.ts'
import { createReceive } from '../bot/app/receive.ts'
import { run } from '../bot/app/run.ts'
import type { ChannelName } from '../bot/ids.ts'
import type { Aliases } from '../bot/ports/aliases.ts'
import type { Channel } from '../bot/ports/channel.ts'
import { DAY, HOUR, instant } from '../bot/time.ts'
import type { World } from '../bot/world.ts'
import { flows } from '../flows/index.ts'
import { KNOWLEDGE_DIR, loadKnowledge } from '../knowledge/load.ts'
import { MODEL_FILE } from '../knowledge/model.ts'
import { translator } from '../locales/translate.ts'
import { systemClock, systemIds } from './clock.ts'
import { type Config, readConfig, SETTINGS } from './config.ts'
import { databaseAliases } from './database/aliases.ts'
import { openDatabase } from './database/open.ts'
import { databaseStore } from './database/store.ts'
import { createExamples } from './examples.ts'
import { createHealth } from './health.ts'
import { createApp, listen } from './http.ts'
import { createInbox } from './inbox/inbox.ts'
import { createLog } from './log.ts'
import { watchKnowledge } from './reload.ts'
import { orStartError, StartError } from './start-error.ts'
import { telegramCommands } from './telegram/commands.ts'
import { createTelegram } from './telegram/index.ts'
import { createWebchat } from './webchat/webchat.ts'
import { createWhatsappCloud } from './whatsapp-cloud/index.ts'
import { createWhatsAppWeb } from './whatsapp-web/index.ts'

const root = new URL('..', import.meta.url)
const pages = { inbox: new URL('dist/inbox/', root).pathname, webchat: new URL('dist/webchat/', root).pathname }

/** The folder of the answers, and where what is learnt of them is kept. */
const knowledgeOf = (config: Config): { readonly dir: string; readonly model: string } =>
  config.KNOWLEDGE_DIR === ''
    ? { dir: KNOWLEDGE_DIR, model: MODEL_FILE }
    : { dir: config.KNOWLEDGE_DIR, model: join(config.DATA_DIR, 'understanding.bin') }

/** Everything the bot knows, or a StartError that names each problem. */
export const loadWorld = (config: Config): World => {
  const { dir, model } = knowledgeOf(config)
  if (!existsSync(dir))
    throw new StartError(`The knowledge cannot be read: there is no folder ${dir}. Set KNOWLEDGE_DIR.`)
  const knowledge = loadKnowledge(dir, model)
  if (!knowledge.ok) {
    const lines = knowledge.error.map((problem) => `  ${problem.file}:${problem.line} ${problem.message}`)
    throw new StartError(`The knowledge cannot be read:\n${lines.join('\n')}`)
  }
  const keep = { conversationDays: config.KEEP_CONVERSATION_DAYS, caseDays: config.KEEP_CASE_DAYS }
  return { flows, knowledge: knowledge.value, say: translator, keep }
}

/** The folder for everything that stays, readable by nobody else. */
export const prepareFolder = (config: Config): void => {
  mkdirSync(config.DATA_DIR, { recursive: true, mode: 0o700 })
  accessSync(config.DATA_DIR, constants.W_OK)
}

export const databaseUrl = (config: Config): string =>
  config.DATABASE_URL === '' ? `sqlite:${join(config.DATA_DIR, 'records.sqlite')}` : config.DATABASE_URL

/** The secret of the settings, or one made at the first start and kept with the records. */
export const authSecret = (config: Config): string => {
  if (config.AUTH_SECRET !== '') return config.AUTH_SECRET
  const file = join(config.DATA_DIR, 'auth-secret')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
  chmodSync(file, 0o600)
  return readFileSync(file, 'utf8').trim()
}

const telegramFrom = (config: Config, log: Log) =>
  config.TELEGRAM_BOT_TOKEN === ''
    ? null
    : createTelegram({
        token: config.TELEGRAM_BOT_TOKEN,
        apiRoot: config.TELEGRAM_API_ROOT,
        webhook:
          config.TELEGRAM_WEBHOOK_SECRET === ''
            ? null
            : { publicUrl: config.PUBLIC_URL, secret: config.TELEGRAM_WEBHOOK_SECRET },
        clock: systemClock,
        ids: systemIds,
        log,
        maxPerSecond: config.TELEGRAM_MAX_PER_SECOND,
        commands: telegramCommands,
      })

/** Arguments between spaces; one with a space in it stands in quotation marks. */
const argumentsOf = (words: string): readonly string[] =>
  [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

const whatsAppWebFrom = (config: Config, log: Log) =>
  config.WHATSAPP_WEB === 'off'
    ? null
    : createWhatsAppWeb({
        folder: join(config.DATA_DIR, 'whatsapp-web'),
        browser: config.CHROMIUM_PATH,
        args: argumentsOf(config.CHROMIUM_ARGS),
        environment: process.env,
        maxPerMinute: config.WHATSAPP_WEB_MAX_PER_MINUTE,
        maxMegabytes: config.WHATSAPP_WEB_MAX_MB,
        clock: systemClock,
        ids: systemIds,
        log,
      })

const whatsappCloudFrom = (config: Config, aliases: Aliases, log: Log) =>
  config.WHATSAPP_CLOUD_TOKEN === ''
    ? null
    : createWhatsappCloud({
        token: config.WHATSAPP_CLOUD_TOKEN,
        phoneId: config.WHATSAPP_CLOUD_PHONE_ID,
        appSecret: config.WHATSAPP_CLOUD_APP_SECRET,
        verifyToken: config.WHATSAPP_CLOUD_VERIFY_TOKEN,
        ...(config.WHATSAPP_CLOUD_ACCOUNT_ID === '' ? {} : { accountId: config.WHATSAPP_CLOUD_ACCOUNT_ID }),
        apiRoot: config.WHATSAPP_CLOUD_API_ROOT,
        publicUrl: config.PUBLIC_URL,
        folder: join(config.DATA_DIR, 'whatsapp-cloud'),
        aliases,
        clock: systemClock,
        ids: systemIds,
        log,
        maxPerSecond: config.WHATSAPP_CLOUD_MAX_PER_SECOND,
      })

/** Who cannot work in the inbox without a second factor. */
const TWO_FACTOR = {
  administrators: ['admin'],
  everybody: ['admin', 'lead', 'agent'],
  nobody: [],
} as const

export type Program = {
  readonly url: string
  /** The one-time link that creates the first administrator; null where there is one already. */
  readonly setupLink: string | null
  readonly channels: ReadonlyMap<ChannelName, Channel>
  /** Stops receiving, finishes what is under way, closes the records. */
  readonly stop: () => Promise<void>
}

/** Puts the program together and starts it. Throws StartError in words where it cannot. */
export const startProgram = async (config: Config, log: Log): Promise<Program> => {
  await orStartError(
    () => prepareFolder(config),
    (reason) => `The folder DATA_DIR cannot be used: ${reason}.`,
  )
  let world = loadWorld(config)
  const db = await orStartError(
    () => openDatabase(databaseUrl(config)),
    (reason) => `The records cannot be opened: ${reason}. See DATABASE_URL and DATA_DIR.`,
  )
  const store = databaseStore(db, systemIds)
  const url = config.PUBLIC_URL === '' ? `http://localhost:${config.PORT}` : config.PUBLIC_URL.replace(/\/$/, '')
  let stopping = false

  const webchat = createWebchat({
    db,
    mediaDir: join(config.DATA_DIR, 'media'),
    pageDir: pages.webchat,
    clock: systemClock,
    ids: systemIds,
    log,
    // This program speaks no TLS itself: with https there is a proxy in front, which names the real address.
    trustProxy: url.startsWith('https:'),
    service: {
      title: { pt: 'Apoio ao Imigrante', en: 'Immigrant Support', fr: 'Aide aux immigrants', kea: 'Apoiu a Imigranti' },
      numbers: world.knowledge.emergency,
    },
  })
  const telegram = telegramFrom(config, log)
  const whatsAppWeb = whatsAppWebFrom(config, log)
  const whatsappCloud = whatsappCloudFrom(config, databaseAliases(db), log)
  const channels = new Map<ChannelName, Channel>([
    ['web', webchat.channel],
    ...(telegram === null ? [] : [['telegram', telegram] as const]),
    ...(whatsAppWeb === null ? [] : [['whatsapp-web', whatsAppWeb] as const]),
    ...(whatsappCloud === null ? [] : [['whatsapp-cloud', whatsappCloud] as const]),
  ])

  const listeners = new Set<() => void>()
  const deps: Deps = {
    world: () => world,
    store,
    channels,
    clock: systemClock,
    ids: systemIds,
    keyed: createKeyed(),
    log,
    committed: () => {
      runner?.ring()
      for (const listener of listeners) listener()
    },
  }
  let runner: ReturnType<typeof run> | null = null

  const inbox = await createInbox({
    db,
    store,
    desk: createDesk(deps),
    channels,
    clock: systemClock,
    ids: systemIds,
    log,
    knowledge: () => world.knowledge,
    examples: createExamples(knowledgeOf(config).dir),
    publicUrl: url,
    secret: authSecret(config),
    dist: pages.inbox,
    whatsappLink: whatsAppWeb?.link ?? null,
    whatsappCloud: whatsappCloud?.setup ?? null,
    templates: whatsappCloud?.templates ?? null,
    onChange: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    requireTwoFactor: TWO_FACTOR[config.REQUIRE_TWO_FACTOR],
  })

  const app = createApp()
  app.route('/', createHealth({ store, channels, clock: systemClock, stopping: () => stopping }))
  if (telegram?.routes) app.route('/', telegram.routes)
  if (whatsappCloud) app.route('/', whatsappCloud.routes)
  app.route('/inbox', inbox.app)
  app.route('/', webchat.app)

  await recover(deps)
  runner = run(deps)
  const receive = createReceive(deps)
  const report = createReport(deps)
  const server = await listen(app, config.HOST, config.PORT).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE')
      throw new StartError(`Port ${config.PORT} is taken. Stop what uses it, or set PORT to another one.`)
    throw new StartError(
      `This program cannot listen there: ${error.message}. Set HOST and PORT to what this machine allows.`,
    )
  })
  await Promise.all([...channels.values()].map((channel) => channel.start(receive, report)))

  const unwatch = watchKnowledge(knowledgeOf(config), systemClock, log, () => {
    world = loadWorld(config)
  })
  const forgetOld = async (): Promise<void> => {
    const now = systemClock.now()
    const conversations = instant(now - config.KEEP_CONVERSATION_DAYS * DAY)
    await store.forget({ conversations, cases: instant(now - config.KEEP_CASE_DAYS * DAY) }, now)
    await webchat.expire(conversations)
  }
  const forgetting = setInterval(() => {
    forgetOld().catch((error: unknown) => log.error(faultOf(error), 'erasing old conversations failed'))
  }, HOUR)
  await forgetOld()

  return {
    url,
    setupLink: await inbox.setupLink(),
    channels,
    stop: async () => {
      stopping = true
      clearInterval(forgetting)
      unwatch()
      await Promise.all([...channels.values()].map((channel) => channel.stop()))
      inbox.close()
      await server.close()
      await runner?.stop()
      await store.close()
    },
  }
}

/** What turns on a channel that is off. */
const HOW_TO_TURN_ON = {
  telegram: 'set TELEGRAM_BOT_TOKEN to the token that @BotFather gives',
  'whatsapp-web': 'set WHATSAPP_WEB=on, and scan the code in the inbox; see docs/channels.md',
  'whatsapp-cloud': 'set WHATSAPP_CLOUD_TOKEN and its three companions, see docs/channels.md',
} as const

const announce = (program: Program): string => {
  const on = [...program.channels.values()].map((channel) => `  ${channel.name}: on, ${channel.health().detail}`)
  const off = Object.entries(HOW_TO_TURN_ON)
    .filter(([name]) => !program.channels.has(name as ChannelName))
    .map(([name, how]) => `  ${name}: off; ${how}`)
  return [
    '',
    `Web chat:  ${program.url}/`,
    `Inbox:     ${program.url}/inbox`,
    ...(program.setupLink === null
      ? []
      : ['', 'Create the first administrator with this link. It works once, for 24 hours:', `  ${program.setupLink}`]),
    '',
    'Channels:',
    ...on,
    ...off,
    '',
    'Ctrl+C stops the program.',
    '',
  ].join('\n')
}

/** Reads the settings, or says in words what is wrong with each and ends. */
export const configOrExit = (): Config => {
  const config = readConfig(process.env)
  if (config.ok) return config.value
  console.error(
    `The settings are not right; nothing was started:\n${config.error.map((line) => `  - ${line}`).join('\n')}`,
  )
  console.error(`All ${SETTINGS.length} settings are explained in .env.example.`)
  process.exit(1)
}

/** Starts the program as the environment says, until it is told to stop. Ends the process where that cannot be. */
export const main = async (): Promise<void> => {
  const config = configOrExit()
  const log = createLog(config.LOG_LEVEL)
  const program = await startProgram(config, log).catch((error: unknown) => {
    if (!(error instanceof StartError)) throw error
    console.error(error.message)
    process.exit(1)
  })
  console.log(announce(program))
  const stop = (): void => {
    // A second Ctrl+C does not wait.
    process.once('SIGINT', () => process.exit(130))
    program.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(faultOf(error), 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}
