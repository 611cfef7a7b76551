import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DANGERS, type Danger } from '../../bot/danger.ts'
import { LANGS, type Lang } from '../../locales/languages.ts'
import { testWorld } from '../support/world.ts'
import { CRIES } from './danger-cries.ts'
import { EVERYWHERE, medium, openStage, press, type Stage, text, ZENAIDA } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const cases = () => stage.store().tickets({ scope: EVERYWHERE, limit: 10 })

/** The numbers came first and marked as urgent, and a danger case is open. */
const expectAlarm = async (chat: string, kind: Danger, lang: Lang): Promise<void> => {
  const first = stage.channel.shown(chat)[0]
  expect(first?.urgent).toBe(true)
  expect(first?.text).toBe(testWorld().knowledge.danger(kind, lang).text)
  const { row } = await stage.caseOf(chat)
  expect(row).toMatchObject({ danger: kind, status: 'open', lang })
}

const cries = DANGERS.flatMap((kind) =>
  LANGS.map((lang) => {
    const [right, misspelt] = CRIES[kind][lang]
    return { kind, lang, right, misspelt }
  }),
)

describe('danger raises the alarm, whatever the language', () => {
  test.each(cries)('$kind in $lang, by text: $right', async ({ kind, lang, right }) => {
    await stage.says('1', press(`lang:${lang}`))
    const before = stage.channel.shown('1').length
    await stage.says('1', right)
    expect(stage.channel.shown('1')[before]).toMatchObject({
      urgent: true,
      text: testWorld().knowledge.danger(kind, lang).text,
    })
    expect((await stage.caseOf('1')).row).toMatchObject({ danger: kind, status: 'open', lang })
  })

  test.each(cries)('$kind in $lang, with a typing error: $misspelt', async ({ kind, misspelt }) => {
    await stage.says('1', misspelt)
    expect(stage.channel.shown('1')[0]?.urgent).toBe(true)
    expect((await stage.caseOf('1')).row).toMatchObject({ danger: kind, status: 'open' })
  })

  test('below a photo or a voice note', async () => {
    await stage.says('1', medium('image', 'photo', CRIES.violence.en[0]))
    await expectAlarm('1', 'violence', 'en')
    await stage.says('2', medium('voice', 'voice', CRIES.suicide.en[0]))
    await expectAlarm('2', 'suicide', 'en')
  })

  test('while the person is in the middle of a question of ours, and while staff hold the case', async () => {
    await stage.says('1', press('cmd:person'), CRIES.suicide.en[0])
    expect(stage.channel.shown('1').some((one) => one.urgent === true)).toBe(true)
    await stage.handsOff('2', 'what is the minimum wage')
    const { row } = await stage.caseOf('2')
    await stage.desk().claim(row.id, ZENAIDA, EVERYWHERE, null)
    await stage.settle()
    await stage.says('2', CRIES.violence.en[0])
    expect(stage.channel.shown('2').at(-1)).toMatchObject({ urgent: true })
    expect((await stage.caseOf('2')).row).toMatchObject({ danger: 'violence', status: 'assigned' })
  })

  test('the numbers leave before what was already waiting', async () => {
    await stage.process().receive([stage.messageOf('1', text('what is the minimum wage'))])
    await stage.process().receive([stage.messageOf('1', text(CRIES.medical.en[0]))])
    await stage.settle()
    expect(stage.channel.shown('1')[0]?.urgent).toBe(true)
  })
})

describe('a language that the bot does not speak', () => {
  test.each([
    ['Arabic', 'أحتاج مساعدة في الإقامة'],
    ['Chinese', '我需要帮助'],
    ['Russian', 'мне нужна помощь с документами'],
    ['German', 'ich brauche hilfe mit meinem visum bitte'],
    ['Spanish', 'necesito ayuda con mi permiso de residencia por favor'],
    ['Wolof', 'Mane dafa sonn, bëgg na kayitu dem'],
  ])('%s is answered, and a person is one step away', async (_name, words) => {
    await stage.says('1', words)
    const choices = stage.channel.shown('1').flatMap((one) => one.choices.map((choice) => String(choice.id)))
    expect(choices).toContain('cmd:person')
    // Nothing was stated as an answer to something that was not understood.
    expect(choices.filter((id) => id.startsWith('useful:'))).toEqual([])
    await stage.says('1', press('cmd:person'), press('unit:sal'), words, 'yes')
    expect((await cases())[0]).toMatchObject({ status: 'open', unit: 'sal' })
  })
})

describe('the topic is sure and the answer is not', () => {
  test.each(['documents', 'permit', 'papers for my wife', 'documentos', 'autorização', 'dokumentu', 'fidjus'])(
    '"%s" is not answered as if it were a question',
    async (words) => {
      await stage.says('1', words)
      const choices = stage.channel.shown('1').flatMap((one) => one.choices.map((choice) => String(choice.id)))
      expect(choices.filter((id) => id.startsWith('useful:'))).toEqual([])
      expect(choices).toContain('cmd:person')
    },
  )

  test('it is asked which question is meant, and the choice is answered', async () => {
    await stage.says('1', 'documents')
    const asked = stage.channel.shown('1').find((one) => one.choices.some((choice) => choice.id.startsWith('entry:')))
    const entries = asked?.choices.filter((choice) => choice.id.startsWith('entry:')) ?? []
    expect(entries.length).toBeGreaterThanOrEqual(2)
    await stage.says('1', press(String(entries[1]?.id)))
    const choices = stage.channel.shown('1').flatMap((one) => one.choices.map((choice) => String(choice.id)))
    expect(choices).toContain(String(entries[1]?.id).replace('entry:', 'useful:yes:'))
  })
})
