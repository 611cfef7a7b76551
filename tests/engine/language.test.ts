import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Body } from '../../bot/message.ts'
import { medium, openStage, press, type Stage } from '../faults/stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

/** The languages of what the person got while this happened, each once. */
const languagesOf = async (...bodies: (Body | string)[]) => {
  const before = stage.channel.shown('1').length
  await stage.says('1', ...bodies)
  const shown = stage.channel.shown('1').slice(before)
  expect(shown.length).toBeGreaterThan(0)
  return [...new Set(shown.map((one) => JSON.stringify(one.language ?? null)))].map((one) => JSON.parse(one))
}

test('every answer carries the language that was heard, and none before', async () => {
  expect(await languagesOf(medium('voice', 'v1'))).toEqual([null])
  expect(await languagesOf('Dja N perde nha kartan di rezidénsia, kuze ki N debe faze?')).toEqual([
    { lang: 'kea', by: 'detected' },
  ])
  expect(await languagesOf('my husband beats me, please help')).toEqual([{ lang: 'en', by: 'detected' }])
})

test('a language that was chosen, by a button or a word, is told as chosen and stays', async () => {
  expect(await languagesOf(press('lang:fr'))).toEqual([{ lang: 'fr', by: 'chosen' }])
  expect(await languagesOf('what is the minimum wage in this country')).toEqual([{ lang: 'fr', by: 'chosen' }])
  expect(await languagesOf('kriolu')).toEqual([{ lang: 'kea', by: 'chosen' }])
})
