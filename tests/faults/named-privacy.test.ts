import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { wakeDue } from '../../bot/app/wake.ts'
import { unitId } from '../../bot/ids.ts'
import type { Scope } from '../../bot/ports/store.ts'
import { HOUR } from '../../bot/time.ts'
import { EVERYWHERE, medium, openStage, PAULO, press, type Stage, text, ZENAIDA } from './stage.ts'

const QUESTION = 'what is the minimum wage'
const SAL: Scope = { units: [unitId('sal')] }
const NOWHERE: Scope = { units: [] }
const MARK = 'tarambolazumba'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

describe('somebody of Sal tries a case of Praia', () => {
  test.each([
    ['Sal', SAL],
    ['no unit at all', NOWHERE],
  ])('with the scope of %s, nothing of it can be read or done', async (_name, scope) => {
    const { row } = await stage.handsOff('1', `${QUESTION} ${MARK}`, 'praia')
    await stage.says('1', medium('image', MARK))
    const store = stage.store()
    const thread = (await stage.caseOf('1')).entries
    const photo = thread.findLast(({ change }) => change.kind === 'from-person')
    expect(await store.media(row.id, photo?.seq ?? 0, EVERYWHERE)).not.toBeNull()

    expect(await store.ticket(row.id, scope)).toBeNull()
    expect(await store.conversationOf(row.id, scope)).toBeNull()
    expect(await store.media(row.id, photo?.seq ?? 0, scope)).toBeNull()
    expect(await store.tickets({ scope, limit: 100 })).toEqual([])
    for (const search of [row.code, MARK, 'Ama', ''])
      expect(await store.tickets({ scope, search, limit: 100 })).toEqual([])
    expect(await store.tickets({ scope, unit: unitId('praia'), limit: 100 })).toEqual([])
    expect(await store.changesSince(0, scope, 100)).toEqual([])
    expect(await store.departedSince(0, scope)).toEqual([])

    const desk = stage.desk()
    const tried = [
      await desk.claim(row.id, PAULO, scope, null),
      await desk.reply(row.id, PAULO, scope, 'x', null),
      await desk.note(row.id, PAULO, scope, 'x'),
      await desk.transfer(row.id, PAULO, scope, { unit: unitId('sal') }, ''),
      await desk.transfer(row.id, PAULO, scope, { staff: PAULO }, ''),
      await desk.handBack(row.id, PAULO, scope),
      await desk.close(row.id, PAULO, scope, 'other', null),
      await desk.reopen(row.id, PAULO, scope),
      await desk.retry(row.id, PAULO, scope, 1),
    ]
    expect(new Set(tried.map((one) => one.kind))).toEqual(new Set(['not-found']))
    expect((await stage.caseOf('1')).entries).toEqual(thread)
  })

  test('after a transfer away from Sal its staff cannot read it any more', async () => {
    const { row } = await stage.handsOff('1', QUESTION, 'sal')
    expect(await stage.store().ticket(row.id, SAL)).not.toBeNull()
    await stage.desk().transfer(row.id, ZENAIDA, SAL, { unit: unitId('praia') }, '')
    expect(await stage.store().ticket(row.id, SAL)).toBeNull()
    expect(await stage.desk().note(row.id, ZENAIDA, SAL, 'x')).toEqual({ kind: 'not-found' })
    expect(await stage.store().departedSince(0, SAL)).toEqual([row.id])
  })
})

describe('the code of a case opens nothing', () => {
  const waysToAsk = (code: string): readonly string[] => [
    code,
    code.toLowerCase(),
    code.replace('-', ''),
    `my case ${code}`,
    `o meu caso ${code}`,
    `/status ${code}`,
    `withdraw case ${code}`,
    'my case',
  ]

  test('that of somebody else is answered as if there were no such case', async () => {
    const { row } = await stage.handsOff('1', `${QUESTION} ${MARK}`)
    const thread = (await stage.caseOf('1')).entries
    await stage.says('2', ...waysToAsk(row.code))
    // The same words where nobody has that case.
    const elsewhere = await openStage()
    await elsewhere.says('2', ...waysToAsk(row.code))
    expect(stage.channel.shown('2').length).toBeGreaterThan(5)
    expect(stage.channel.shown('2')).toEqual(elsewhere.channel.shown('2'))
    await elsewhere.close()
    // Whoever owns the case keeps it as it was, and nobody else got one.
    expect((await stage.caseOf('1')).entries).toEqual(thread)
    expect(await stage.store().tickets({ scope: EVERYWHERE, limit: 10 })).toHaveLength(1)
  })

  test('two hundred guesses from one person leave every case as it was, and show none', async () => {
    const { row } = await stage.handsOff('1', `${QUESTION} ${MARK}`)
    const thread = (await stage.caseOf('1')).entries
    const { receive } = stage.process()
    for (let n = 0; n < 200; n += 1) {
      const code = n === 150 ? row.code : `${1000 + n}-${9000 - n}`
      await receive([stage.messageOf('2', { kind: 'text', text: code })])
      stage.clock.advance(50)
    }
    await stage.settle()
    expect((await stage.caseOf('1')).entries).toEqual(thread)
    const shown = JSON.stringify(stage.channel.shown('2'))
    expect(shown).not.toContain(row.code)
    expect(shown).not.toContain(MARK)
    // So many messages in a row are held back, and said to be.
    expect(stage.channel.shown('2').length).toBeLessThan(50)
  })

  test('a choice that names the case of somebody else does nothing to it', async () => {
    const { row } = await stage.handsOff('1', QUESTION)
    const thread = (await stage.caseOf('1')).entries
    for (const id of [`case:${row.code}`, `cmd:status:${row.code}`, `cmd:withdraw`, `flow:erase:ask:yes`, row.id])
      await stage.says('2', press(id))
    expect((await stage.caseOf('1')).entries).toEqual(thread)
    expect(JSON.stringify(stage.channel.shown('2'))).not.toContain(row.code)
  })
})

describe('after erasure', () => {
  /** In which files of the folder, the log of the database included, those bytes are. */
  const filesWith = (word: string): readonly string[] =>
    readdirSync(stage.folder).filter((name) => readFileSync(join(stage.folder, name)).includes(word))

  test('the words are nowhere: files of the records, search, export, log of the program', async () => {
    await stage.says('1', `${QUESTION} ${MARK}`, medium('image', `${MARK}-photo`, MARK))
    const { row } = await stage.handsOff('1', `where is the unit ${MARK}`)
    await stage.desk().claim(row.id, ZENAIDA, EVERYWHERE, null)
    await stage.desk().note(row.id, ZENAIDA, EVERYWHERE, MARK)
    await stage.desk().reply(row.id, ZENAIDA, EVERYWHERE, MARK, null)
    await stage.says('1', MARK)
    expect(filesWith(MARK)).not.toEqual([])
    expect(await stage.store().tickets({ scope: EVERYWHERE, search: MARK, limit: 5 })).toHaveLength(1)

    await stage.says('1', 'delete my data', 'yes')
    expect(filesWith(MARK)).toEqual([])
    const store = stage.store()
    expect(await store.tickets({ scope: EVERYWHERE, limit: 5 })).toEqual([])
    expect(await store.tickets({ scope: EVERYWHERE, search: MARK, limit: 5 })).toEqual([])
    expect(await store.ticket(row.id, EVERYWHERE)).toBeNull()
    expect(await store.changesSince(0, EVERYWHERE, 100)).toEqual([])
    expect(await store.exportOf(row.conversation)).toEqual({ session: null, tickets: [], reminders: [] })
    expect(stage.log.lines.join('\n')).not.toContain(MARK)
    // A restart brings nothing back, and a message that is delivered again does not either.
    await stage.restart('stopped')
    expect(filesWith(MARK)).toEqual([])
  })

  test('a reply of staff to an erased case finds no case, and nothing is begun anew', async () => {
    const { row } = await stage.handsOff('1', QUESTION)
    await stage.desk().claim(row.id, ZENAIDA, EVERYWHERE, null)
    await stage.says('1', 'delete my data', 'yes')
    expect(await stage.desk().reply(row.id, ZENAIDA, EVERYWHERE, MARK, null)).toEqual({ kind: 'not-found' })
    await stage.settle()
    expect(await stage.store().exportOf(row.conversation)).toEqual({ session: null, tickets: [], reminders: [] })
    expect(filesWith(MARK)).toEqual([])
  })

  test.each(['slow', 'slow-lost'] as const)(
    'a report of a message that was under way (%s) does not begin it anew',
    async (fate) => {
      const { row } = await stage.handsOff('1', QUESTION)
      const underWay = stage.channel.nextSlow(fate)
      await stage.process().receive([stage.messageOf('1', text('my data'))])
      const sending = await stage.beginToSend()
      await underWay
      for (const words of ['delete my data', 'yes']) await stage.process().receive([stage.messageOf('1', text(words))])
      stage.channel.release()
      await Promise.all(sending)
      await stage.settle()
      expect(await stage.store().exportOf(row.conversation)).toEqual({ session: null, tickets: [], reminders: [] })
    },
  )

  test('a timer that falls due in the same moment does not begin it anew', async () => {
    const { row } = await stage.handsOff('1', QUESTION)
    const { receive, deps } = stage.process()
    stage.clock.advance(HOUR)
    await receive([stage.messageOf('1', text('delete my data'))])
    // Within the day in which the question of erasure is still open, and after the day of the time-out.
    stage.clock.advance(23.9 * HOUR)
    const { store } = deps
    const dueTimers: typeof store.dueTimers = async (now, limit) => {
      const due = await store.dueTimers(now, limit)
      await receive([stage.messageOf('1', text('yes'))])
      return due
    }
    expect(await wakeDue({ ...deps, store: { ...store, dueTimers } })).toBe(1)
    await stage.settle()
    expect(stage.channel.texts('1').at(-1)).toMatch(/Everything is erased/)
    expect(await stage.store().exportOf(row.conversation)).toEqual({ session: null, tickets: [], reminders: [] })
  })
})
