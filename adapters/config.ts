import { z } from 'zod'
import { fail, ok, type Result } from '../bot/result.ts'

/** One setting: its default, what it means, and how it is read. The table in README and .env.example are held against these. */
export type Setting = {
  readonly name: string
  readonly fallback: string
  readonly help: string
  readonly schema: z.ZodType<unknown>
}

const optional = z.string().trim()
const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= from && value <= to, `must be from ${from} to ${to}`)

const address = optional.refine(
  (value) => value === '' || URL.canParse(value),
  'must be a whole address such as https://example.org',
)

const shape = {
  PORT: wholeNumber(1, 65_535).describe('8080 | Port of the web chat, the inbox and the health pages'),
  HOST: optional.min(1).describe('0.0.0.0 | Address to listen on; 127.0.0.1 behind a proxy on the same machine'),
  DATA_DIR: optional.min(1).describe('./data | Folder for the database, uploaded media and generated secrets'),
  DATABASE_URL: optional
    .refine(
      (value) => value === '' || value.startsWith('sqlite:'),
      'must begin with sqlite: (a path follows), or be empty',
    )
    .describe(' | Records; empty: sqlite:DATA_DIR/records.sqlite'),
  KNOWLEDGE_DIR: optional.describe(
    ' | Folder of the answers, for a copy of your own; empty: the one that comes with the program',
  ),
  PUBLIC_URL: address.describe(
    ' | Address under which people reach this program, such as https://ajuda.example.cv; needed for webhooks and links',
  ),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent')
    .describe('info | How much is logged; never words or numbers of people'),
  AUTH_SECRET: optional
    .refine((value) => value === '' || value.length >= 32, 'must have at least 32 characters, or be empty')
    .describe(' | Signs staff sessions; empty: made at the first start and kept in DATA_DIR'),
  REQUIRE_TWO_FACTOR: z
    .enum(['administrators', 'everybody', 'nobody'], 'must be administrators, everybody or nobody')
    .describe('administrators | Which staff must use a second factor (a code of an app on their telephone) to sign in'),
  TELEGRAM_BOT_TOKEN: optional
    .refine(
      (value) => value === '' || /^\d+:[\w-]{20,}$/.test(value),
      'must look like 123456:ABC..., as @BotFather gives it',
    )
    .describe(' | Turns Telegram on: the token that @BotFather gives'),
  TELEGRAM_API_ROOT: address.describe('https://api.telegram.org | Address of the Bot API'),
  TELEGRAM_WEBHOOK_SECRET: optional
    .refine((value) => value === '' || /^[\w-]{16,256}$/.test(value), 'must be 16 to 256 letters, digits, _ or -')
    .describe(' | With PUBLIC_URL: Telegram sends updates to this program instead of being polled'),
  TELEGRAM_MAX_PER_SECOND: wholeNumber(1, 1000).describe('25 | Messages a second at most to all chats together'),
  WHATSAPP_WEB: z
    .enum(['on', 'off'], 'must be on or off')
    .describe(
      'off | Turns WhatsApp through its web page on; needs Chromium, and a telephone that scans a code in the inbox',
    ),
  CHROMIUM_PATH: optional.describe(' | Chromium for WhatsApp Web; empty: looked for in the usual places'),
  CHROMIUM_ARGS: optional.describe(' | Further arguments for Chromium, separated by spaces'),
  WHATSAPP_WEB_MAX_MB: wholeNumber(200, 100_000).describe(
    '1500 | Megabytes that Chromium may use for WhatsApp Web before it is started anew',
  ),
  WHATSAPP_WEB_MAX_PER_MINUTE: wholeNumber(0, 10_000).describe(
    '40 | Messages a minute at most on WhatsApp Web, sent with the pauses of a person; 0: as fast as it goes',
  ),
  WHATSAPP_CLOUD_TOKEN: optional.describe(
    ' | Turns the WhatsApp Cloud API on, with the next three and PUBLIC_URL: the access token of a system user',
  ),
  WHATSAPP_CLOUD_PHONE_ID: optional
    .refine(
      (value) => value === '' || /^\d{5,30}$/.test(value),
      'must be the id of the number in digits, as Meta shows it',
    )
    .describe(" | Meta's id of the number, which is not the number itself"),
  WHATSAPP_CLOUD_APP_SECRET: optional.describe(' | The secret of the Meta app: it signs what Meta delivers'),
  WHATSAPP_CLOUD_VERIFY_TOKEN: optional
    .refine((value) => value === '' || value.length >= 16, 'must have at least 16 characters')
    .describe(' | A word of your own choice, given to Meta with the address of the webhook'),
  WHATSAPP_CLOUD_API_ROOT: address.describe('https://graph.facebook.com/v24.0 | Address and version of the Graph API'),
  WHATSAPP_CLOUD_ACCOUNT_ID: optional
    .refine(
      (value) => value === '' || /^\d{5,30}$/.test(value),
      'must be the id of the account in digits, as Meta shows it',
    )
    .describe(" | Meta's id of the WhatsApp business account; only needed to send templates after 24 hours of silence"),
  WHATSAPP_CLOUD_MAX_PER_SECOND: wholeNumber(1, 1000).describe(
    '80 | Messages a second that Meta allows for the number, in and out; 20 where the Business app shares it',
  ),
  KEEP_CONVERSATION_DAYS: wholeNumber(1, 3650).describe(
    '30 | Conversations without an open case are erased after so many days without a message',
  ),
  KEEP_CASE_DAYS: wholeNumber(1, 3650).describe('365 | Cases are erased so many days after they were closed'),
} as const

const schema = z.object(shape)
export type Config = z.output<typeof schema>

/** Every setting with default and meaning, in the order of the documents. */
export const SETTINGS: readonly Setting[] = Object.entries(shape).map(([name, one]) => {
  const [fallback = '', help = ''] = (one.description ?? '').split(' | ')
  return { name, fallback: fallback.trim(), help, schema: one }
})

/**
 * Reads all settings from the environment and reports every problem at once, in words. An empty variable counts as not set.
 * Unknown variables that look like ours are named, because a misspelt setting would be ignored in silence.
 */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): Result<Config, readonly string[]> => {
  const given = Object.fromEntries(
    SETTINGS.map(({ name, fallback }) => [name, (env[name] ?? '').trim() === '' ? fallback : (env[name] ?? '')]),
  )
  const parsed = schema.safeParse(given)
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`)),
    ...misspelt(env),
    ...(parsed.success ? together(given) : []),
  ]
  return problems.length === 0 && parsed.success ? ok(parsed.data) : fail(problems)
}

const together = (given: Readonly<Record<string, string>>): readonly string[] => [
  ...(given.TELEGRAM_WEBHOOK_SECRET && !given.PUBLIC_URL
    ? [
        'TELEGRAM_WEBHOOK_SECRET is set but PUBLIC_URL is not: set the address that Telegram can reach, or remove the secret to use polling',
      ]
    : []),
  ...(given.TELEGRAM_WEBHOOK_SECRET &&
  given.PUBLIC_URL &&
  !given.PUBLIC_URL.startsWith('https:') &&
  given.TELEGRAM_API_ROOT === 'https://api.telegram.org'
    ? ['PUBLIC_URL must begin with https: for Telegram to deliver to it']
    : []),
  ...cloudTogether(given),
]

const CLOUD = [
  'WHATSAPP_CLOUD_TOKEN',
  'WHATSAPP_CLOUD_PHONE_ID',
  'WHATSAPP_CLOUD_APP_SECRET',
  'WHATSAPP_CLOUD_VERIFY_TOKEN',
] as const

/** All of them or none, and an address to which Meta can deliver. */
const cloudTogether = (given: Readonly<Record<string, string>>): readonly string[] => {
  const missing = CLOUD.filter((name) => !given[name])
  if (missing.length === CLOUD.length)
    return given.WHATSAPP_CLOUD_ACCOUNT_ID
      ? [`WHATSAPP_CLOUD_ACCOUNT_ID is set but ${CLOUD.join(', ')} are not: set them too, or remove it`]
      : []
  const official = given.WHATSAPP_CLOUD_API_ROOT?.startsWith('https://graph.facebook.com/')
  return [
    ...(missing.length > 0
      ? [`The WhatsApp Cloud API also needs ${missing.join(', ')}: set all of ${CLOUD.join(', ')}, or none`]
      : []),
    ...(given.PUBLIC_URL
      ? []
      : ['The WhatsApp Cloud API needs PUBLIC_URL: the address to which Meta delivers what people write']),
    ...(given.PUBLIC_URL && official && !given.PUBLIC_URL.startsWith('https:')
      ? ['PUBLIC_URL must begin with https: for Meta to deliver to it']
      : []),
  ]
}

const OURS = /^(TELEGRAM|KEEP|WHATSAPP)_/
const misspelt = (env: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.keys(env)
    .filter((name) => OURS.test(name) && !(name in shape))
    .map((name) => `${name} is not a setting of this program: check the spelling in .env.example`)
