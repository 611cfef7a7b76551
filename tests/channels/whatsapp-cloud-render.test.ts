import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderMessage, WHATSAPP_CLOUD_LIMITS } from '../../adapters/whatsapp-cloud/render.ts'
import { outgoing } from '../../adapters/whatsapp-cloud/schema.ts'
import { choiceId } from '../../bot/ids.ts'
import type { Choice, OutboundMessage } from '../../bot/message.ts'
import { splitMessage } from '../../bot/text.ts'
import { createMethods } from '../support/whatsapp-cloud-methods.ts'
import { createWorld } from '../support/whatsapp-cloud-world.ts'

const choices = (...labels: readonly string[]): readonly Choice[] =>
  labels.map((label, index) => ({ id: choiceId(`c${index + 1}`), label }))
const many = (count: number): readonly Choice[] => choices(...Array.from({ length: count }, (_, n) => `Ilha ${n + 1}`))

const render = (message: OutboundMessage, address = '2389912345') => {
  const { call, losses } = renderMessage(message, address)
  return { payload: outgoing.parse(call.payload), losses: losses.map(({ what }) => what) }
}

/** In a word: text, or buttons or rows with their titles. */
const form = (message: OutboundMessage) => {
  const { payload } = render(message)
  if (payload.type !== 'interactive') return payload.type
  const { interactive } = payload
  return interactive.type === 'button'
    ? interactive.action.buttons.map(({ reply }) => `(${reply.title})`)
    : interactive.action.sections.flatMap(({ rows }) => rows.map(({ title }) => `- ${title}`))
}

describe('rendering for WhatsApp', () => {
  it('is plain text to one person by the number, without a preview of links', () => {
    expect(renderMessage({ text: 'olá https://example.org', choices: [] }, '2389912345').call).toEqual({
      method: 'messages',
      payload: {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: '2389912345',
        type: 'text',
        text: { body: 'olá https://example.org', preview_url: false },
      },
    })
  })

  it('is a template where the words were approved beforehand, with what goes into its gaps', () => {
    const template = { name: 'resposta', language: 'pt_PT', values: ['Sal'] }
    const { payload } = render({ text: 'A unidade do Sal respondeu.', choices: [], template })
    expect(payload).toMatchObject({
      type: 'template',
      template: {
        name: 'resposta',
        language: { code: 'pt_PT' },
        components: [{ type: 'body', parameters: [{ type: 'text', text: 'Sal' }] }],
      },
    })
    const bare = render({ text: 'Olá', choices: [], template: { ...template, values: [] } })
    expect(bare.payload).toMatchObject({ template: { components: [] } })
  })

  it('names a person by the account where that is what is known', () => {
    const { payload } = render({ text: 'olá', choices: [] }, 'US.12345')
    expect([payload.to, payload.recipient]).toEqual([undefined, 'US.12345'])
  })

  it('offers up to three short choices as buttons, more or longer ones as a list', () => {
    expect(form({ text: '?', choices: choices('Sim', 'Não', 'x'.repeat(20)) })).toEqual([
      '(Sim)',
      '(Não)',
      `(${'x'.repeat(20)})`,
    ])
    expect(form({ text: '?', choices: choices('Sim', 'x'.repeat(21)) })).toEqual(['- Sim', `- ${'x'.repeat(21)}`])
    expect(form({ text: '?', choices: many(10) })).toHaveLength(10)
  })

  it('counts units, not letters, so that a flag is four', () => {
    expect(form({ text: '?', choices: choices('🇨🇻'.repeat(5)) })).toEqual([`(${'🇨🇻'.repeat(5)})`])
    expect(form({ text: '?', choices: choices('🇨🇻'.repeat(6)) })).toEqual([`- ${'🇨🇻'.repeat(6)}`])
    expect(form({ text: '?', choices: choices('🇨🇻'.repeat(7)) })).toEqual([`- ${'🇨🇻'.repeat(5)}…`])
  })

  it('shows a title that is too long whole below it, as far as it fits', () => {
    const label = 'Autorização de residência para trabalhar'
    const { payload, losses } = render({ text: '?', choices: choices(label) })
    expect(losses).toEqual(['label-shortened'])
    expect(payload).toMatchObject({
      interactive: {
        action: { sections: [{ rows: [{ id: 'c1', title: 'Autorização de residênc…', description: label }] }] },
      },
    })
  })

  it.each([
    ['more than ten', '?', many(11)],
    ['a long id', '?', [{ id: choiceId('x'.repeat(201)), label: 'Casa' }]],
    ['an empty id', '?', [{ id: choiceId(''), label: 'Casa' }]],
    ['an empty label', '?', choices('Casa', ' ')],
    ['two labels that look the same', '?', choices('Casa', 'Casa')],
    ['two labels that look the same when cut', '?', choices(`${'x'.repeat(60)}1`, `${'x'.repeat(60)}2`)],
    ['a long text', 'x'.repeat(1_025), choices('Casa')],
  ])('offers as numbers: %s', (_name, text, offered) => {
    const { payload, losses } = render({ text, choices: offered })
    expect(losses).toEqual(['buttons-as-numbers'])
    expect(payload).toMatchObject({
      text: { body: `${text}\n\n${offered.map(({ label }, index) => `${index + 1}. ${label}`).join('\n')}` },
    })
  })

  it('keeps a text of 1024 units with its buttons', () =>
    expect(form({ text: 'x'.repeat(1_024), choices: choices('Casa') })).toEqual(['(Casa)']))

  it('lets the words give way and not the choices', () => {
    const { payload, losses } = render({ text: 'x'.repeat(5_000), choices: many(12) })
    expect(losses).toEqual(['buttons-as-numbers', 'text-shortened'])
    const body = payload.type === 'text' ? payload.text.body : ''
    expect(body.length).toBeLessThanOrEqual(4_096)
    expect(body.endsWith('12. Ilha 12')).toBe(true)
  })

  it('makes of any message only what Meta takes', () => {
    const label = fc.string({ unit: 'grapheme', maxLength: 90 })
    const message = fc.record({
      text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5_000 }).filter((text) => text.trim() !== ''),
      choices: fc.array(fc.record({ id: fc.string({ maxLength: 220 }).map(choiceId), label }), { maxLength: 14 }),
    })
    const world = createWorld(() => 0)
    world.personOf('2389912345', {})
    const { send } = createMethods(world, { perSecond: 1e9, pairBurst: 1e9, statuses: [] })
    fc.assert(
      fc.property(message, (any) => {
        const unique = [...new Map(any.choices.map((choice) => [choice.id, choice])).values()]
        for (const part of splitMessage({ ...any, choices: unique }, WHATSAPP_CLOUD_LIMITS))
          send(renderMessage(part, '2389912345').call.payload)
        expect(world.violations).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
