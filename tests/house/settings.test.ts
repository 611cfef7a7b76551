import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig, SETTINGS } from '../../adapters/config.ts'
import { envExample, settingsTable, withTable } from '../../tools/settings.ts'
import { ROOT, sourcesIn } from './files.ts'

const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8')

/** `NAME=value` lines, the commented ones too, as a shell would read them. */
const assignments = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...text.matchAll(/^#?([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]))

const problemsOf = (env: Readonly<Record<string, string>>): readonly string[] => {
  const config = readConfig(env)
  return config.ok ? [] : config.error
}

describe('the documents show the settings as they are (npm run docs:settings writes them)', () => {
  test('.env.example', () => expect(read('.env.example')).toBe(envExample(SETTINGS)))

  test('the table in README.md', () => {
    const readme = read('README.md')
    expect(readme).toBe(withTable(readme, settingsTable(SETTINGS)))
  })

  test('.env.example can be used as it is, and says what the program does anyway', () => {
    const given = assignments(read('.env.example'))
    expect(Object.keys(given)).toEqual(SETTINGS.map(({ name }) => name))
    expect(readConfig(given)).toEqual(readConfig({}))
  })

  test('every setting says in a sentence what it is for', () => {
    for (const { name, help } of SETTINGS) expect(help.length, name).toBeGreaterThan(10)
  })
})

describe('the table', () => {
  test('stands between its marks and leaves the rest alone', () => {
    const before = 'Words\n<!-- settings -->\nold\n<!-- /settings -->\nmore\n'
    expect(withTable(before, 'new')).toBe('Words\n<!-- settings -->\nnew\n<!-- /settings -->\nmore\n')
  })

  test('needs both marks', () =>
    expect(() => withTable('<!-- settings -->', 'new')).toThrow('README.md needs the marks'))
})

test('only the places where the program starts read the environment', () => {
  const allowed = /^adapters\/(config\.ts|main\.ts|cli\/)/
  const found = sourcesIn(['bot', 'flows', 'knowledge', 'locales', 'adapters'])
    .filter(({ path, text }) => text.includes('process.env') && !allowed.test(path))
    .map(({ path }) => path)
  expect(found, 'add a setting to adapters/config.ts and pass its value in').toEqual([])
})

describe('reading the settings', () => {
  test('needs none: the defaults are right', () => {
    const config = readConfig({})
    expect(config).toMatchObject({ ok: true, value: { PORT: 8080, DATA_DIR: './data', TELEGRAM_BOT_TOKEN: '' } })
  })

  test('takes an empty or blank variable as not set', () =>
    expect(readConfig({ PORT: '', LOG_LEVEL: '  ', TELEGRAM_API_ROOT: '' })).toEqual(readConfig({})))

  test('names every problem at once, each with its setting and in words', () => {
    const wrong = {
      PORT: 'http',
      DATABASE_URL: 'mysql://x',
      PUBLIC_URL: 'example.org',
      LOG_LEVEL: 'loud',
      AUTH_SECRET: 'short',
      REQUIRE_TWO_FACTOR: 'some',
      TELEGRAM_BOT_TOKEN: 'token',
      TELEGRAM_WEBHOOK_SECRET: 'a b',
      TELEGRAM_MAX_PER_SECOND: '0',
      KEEP_CONVERSATION_DAYS: '1.5',
      KEEP_CASE_DAYS: '-1',
      TELEGRAM_TOKEN: 'x',
    }
    const problems = problemsOf(wrong)
    expect([...new Set(problems.map((problem) => problem.split(' ')[0]))]).toEqual(Object.keys(wrong))
    for (const problem of problems) expect(problem).toMatch(/^[A-Z_]+ (must|is) /)
  })

  test('never repeats a secret that is wrong', () => {
    const secrets = { TELEGRAM_BOT_TOKEN: 'hunter2', AUTH_SECRET: 'hunter3', TELEGRAM_WEBHOOK_SECRET: 'hunter 4' }
    const problems = problemsOf(secrets).join('\n')
    for (const name of Object.keys(secrets)) expect(problems).toContain(name)
    expect(problems).not.toContain('hunter')
  })

  test('sees what does not go together', () => {
    const secret = { TELEGRAM_WEBHOOK_SECRET: 'x'.repeat(16) }
    expect(problemsOf(secret)).toEqual([expect.stringContaining('but PUBLIC_URL is not')])
    expect(problemsOf({ ...secret, PUBLIC_URL: 'http://example.org' })).toEqual([expect.stringContaining('https:')])
    expect(problemsOf({ ...secret, PUBLIC_URL: 'https://example.org' })).toEqual([])
  })

  test('wants all of the WhatsApp Cloud API or nothing of it, and an address', () => {
    const all = {
      WHATSAPP_CLOUD_TOKEN: 'EAA',
      WHATSAPP_CLOUD_PHONE_ID: '100200300',
      WHATSAPP_CLOUD_APP_SECRET: 'secret',
      WHATSAPP_CLOUD_VERIFY_TOKEN: 'a-word-of-our-own',
    }
    expect(problemsOf({ ...all, PUBLIC_URL: 'https://example.org' })).toEqual([])
    expect(problemsOf(all)).toEqual([expect.stringContaining('PUBLIC_URL')])
    expect(problemsOf({ ...all, PUBLIC_URL: 'http://example.org' })).toEqual([expect.stringContaining('https:')])
    expect(problemsOf({ WHATSAPP_CLOUD_TOKEN: 'EAA', WHATSAPP_CLOUD_APP_SECRET: 'hunter2' })).toEqual([
      expect.stringMatching(/needs WHATSAPP_CLOUD_PHONE_ID, WHATSAPP_CLOUD_VERIFY_TOKEN:(?!.*hunter2)/),
      expect.stringContaining('PUBLIC_URL'),
    ])
    expect(problemsOf({ WHATSAPP_CLOUD_ACCOUNT_ID: '123456' })).toEqual([
      expect.stringContaining('WHATSAPP_CLOUD_ACCOUNT_ID is set'),
    ])
    expect(
      problemsOf({ ...all, WHATSAPP_CLOUD_PHONE_ID: '+238 99', WHATSAPP_CLOUD_VERIFY_TOKEN: 'short' }),
    ).toHaveLength(2)
  })

  test.each(['TELEGRAM_TOKEN', 'KEEP_DAYS', 'WHATSAPP_TOKEN'])('says that %s is no setting', (name) =>
    expect(problemsOf({ [name]: 'x' })).toEqual([expect.stringContaining(`${name} is not a setting`)]),
  )

  test('leaves the variables of others alone', () => expect(problemsOf({ PATH: '/bin', HOME: '/root' })).toEqual([]))
})
