import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createExamples } from '../../adapters/examples.ts'
import { entryId } from '../../bot/ids.ts'
import { copyOfKnowledge } from '../knowledge/content.ts'
import { type RunningProgram, startProcess } from '../support/program.ts'
import { startTelegramServer, type TelegramServer } from '../support/telegram-server.ts'

const TOKEN = '123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAA'
let folder: string
let knowledge: ReturnType<typeof copyOfKnowledge>
let telegram: TelegramServer
let program: RunningProgram

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reload-'))
  knowledge = copyOfKnowledge()
  telegram = await startTelegramServer({ token: TOKEN })
  program = await startProcess({
    DATA_DIR: join(folder, 'data'),
    KNOWLEDGE_DIR: knowledge.dir,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: telegram.url,
  })
})
afterAll(async () => {
  await program?.kill()
  await telegram?.close()
  rmSync(folder, { recursive: true })
  knowledge?.[Symbol.dispose]()
})

const logged = async (words: string): Promise<void> => {
  for (let tries = 0; tries < 500 && !program.output().includes(words); tries += 1) await wait(100)
  expect(program.output()).toContain(words)
}

/** The changed knowledge is in use for the so many-th time. */
const taken = async (times: number): Promise<void> => {
  const count = () => program.output().split('the changed knowledge is in use').length - 1
  for (let tries = 0; tries < 800 && count() < times; tries += 1) await wait(100)
  expect(count()).toBe(times)
}

let asked = 0
/** Presses the answer on fees, as from an old message, and gives what comes. */
const fees = async (): Promise<string> => {
  asked += 1
  const person = telegram.person(asked, { language: 'pt' })
  person.says('privacidade')
  await telegram.untilSent(asked, 2)
  telegram.update({
    callback_query: {
      id: `press-${asked}`,
      from: { id: asked, is_bot: false, first_name: 'A', language_code: 'pt' },
      chat_instance: '1',
      message: { message_id: 1, chat: { id: asked, type: 'private', first_name: 'A' }, date: 1, text: 'x' },
      data: 'entry:residence-fees',
    },
  })
  return (await telegram.untilSent(asked, 3))[2]?.text ?? ''
}

test('a changed answer is taken up without a restart; a broken one is refused in words and the old one stays; what is added to the examples is answered', {
  timeout: 240_000,
}, async () => {
  expect(await fees()).toContain('6\u00a0400')
  knowledge.edit('residence/residence-fees/entry.yaml', 'temporary_fee: 6400', 'temporary_fee: 7777')
  await logged('the changed knowledge is in use')
  expect(await fees()).toContain('7\u00a0777')

  knowledge.edit('residence/residence-fees/pt.md', '{temporary_fee}', '{no_such_fact}')
  await logged('was not taken')
  expect(program.output()).toMatch(/residence-fees\/pt\.md:\d+ /)
  expect(await fees()).toContain('7\u00a0777')

  // The file has been replaced once the first is added: the second is heard of all the same.
  knowledge.edit('residence/residence-fees/pt.md', '{no_such_fact}', '{temporary_fee}')
  await taken(2)
  const examples = createExamples(knowledge.dir)
  for (const [at, words] of [
    'o cartonzito azulinho sai por quanto',
    'a papelucha azulinha vale quanto dinheiro',
  ].entries()) {
    expect(await examples.add({ entry: entryId('residence-fees'), lang: 'pt', words })).toMatchObject({ ok: true })
    await taken(3 + at)
    asked += 1
    const person = telegram.person(asked, { language: 'pt' })
    person.says(words)
    expect((await telegram.untilSent(asked, 1))[0]?.text).toContain('7\u00a0777')
  }
})
