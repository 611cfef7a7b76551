import type { Choice, Limits, OutboundMessage } from '../../bot/message.ts'
import type { ApiCall, Loss } from '../../bot/ports/channel.ts'
import type { TemplateUse } from '../../bot/template.ts'
import { shorten, takeUnits, withinUnits } from '../../bot/text.ts'
import { DAY } from '../../bot/time.ts'
import { targetOf } from './address.ts'
import { renderAttachment } from './attachment.ts'
import type { Outgoing } from './schema.ts'

/*
 * Meta's limits. It does not say what it counts; UTF-16 units are never fewer than letters or characters, so they are safe.
 */
const MAX_TEXT = 4_096
/** A text with buttons or a list. Longer ones offer their choices as numbers. */
const MAX_BODY = 1_024
const MAX_BUTTONS = 3
const MAX_BUTTON_TITLE = 20
const MAX_ROWS = 10
const MAX_ROW_TITLE = 24
const MAX_ROW_DESCRIPTION = 72
const MAX_ID = 200

export const WHATSAPP_CLOUD_LIMITS: Limits = {
  maxText: 3_500,
  maxUnits: MAX_TEXT,
  maxButtons: MAX_ROWS,
  maxButtonLabel: MAX_ROW_TITLE,
  replyWindow: DAY,
}

/** What opens a list; a message does not tell its language, and this word is the same in all of ours. */
const OPEN_LIST = '☰ Menu'

type Rendered = { readonly call: ApiCall; readonly losses: readonly Loss[] }

/** A message as one call: few short choices as buttons, up to ten as a list, others as numbers. Links show no preview. */
export const renderMessage = (message: OutboundMessage, address: string): Rendered => {
  const frame = { messaging_product: 'whatsapp', recipient_type: 'individual', ...targetOf(address) } as const
  if (message.template) return rendered({ ...frame, type: 'template', template: templateOf(message.template) })
  if (message.attachment) return rendered({ ...frame, ...renderAttachment(message.attachment) })
  const offer = message.text.length <= MAX_BODY && message.text.trim() !== '' ? offerOf(message.choices) : null
  if (offer !== null) {
    const interactive = { ...offer.interactive, body: { text: message.text } }
    return rendered({ ...frame, type: 'interactive', interactive }, offer.shortened && 'label-shortened')
  }
  const { text, cut } = withinUnits(message, MAX_TEXT)
  return rendered(
    { ...frame, type: 'text', text: { body: text, preview_url: false } },
    message.choices.length > 0 && 'buttons-as-numbers',
    cut && 'text-shortened',
  )
}

const rendered = (payload: Outgoing, ...losses: readonly (Loss['what'] | false)[]): Rendered => ({
  call: { method: 'messages', payload },
  losses: losses.filter((what) => what !== false).map((what) => ({ what })),
})

type TemplatePayload = Extract<Outgoing, { type: 'template' }>['template']

const templateOf = ({ name, language, values }: TemplateUse): TemplatePayload => ({
  name,
  language: { code: language },
  components:
    values.length === 0 ? [] : [{ type: 'body', parameters: values.map((text) => ({ type: 'text', text }) as const) }],
})

type Interactive = Extract<Outgoing, { type: 'interactive' }>['interactive']
type Offer = { readonly interactive: Interactive; readonly shortened: boolean }

/** Buttons or a list; null where neither can hold the choices: too many, an id too long, or labels that look the same. */
const offerOf = (choices: readonly Choice[]): Offer | null => {
  if (choices.length === 0 || choices.length > MAX_ROWS) return null
  if (choices.some(({ id, label }) => id === '' || id.length > MAX_ID || label.trim() === '')) return null
  const body = { text: '' }
  if (choices.length <= MAX_BUTTONS && choices.every(({ label }) => label.length <= MAX_BUTTON_TITLE)) {
    if (!areDistinct(choices.map(({ label }) => label))) return null
    const buttons = choices.map(({ id, label }) => ({ type: 'reply', reply: { id, title: label } }) as const)
    return { interactive: { type: 'button', body, action: { buttons } }, shortened: false }
  }
  const rows = choices.map(rowOf)
  if (!areDistinct(rows.map(({ title }) => title))) return null
  return {
    interactive: { type: 'list', body, action: { button: OPEN_LIST, sections: [{ rows }] } },
    shortened: rows.some(({ title }, index) => title !== choices[index]?.label),
  }
}

/** A title that is too long is cut, and stands below it as a description as far as it fits. */
const rowOf = ({ id, label }: Choice): { id: string; title: string; description?: string } => {
  const title = within(label, MAX_ROW_TITLE)
  return title === label ? { id, title } : { id, title, description: within(label, MAX_ROW_DESCRIPTION) }
}

const within = (label: string, units: number): string => {
  const short = shorten(label, units)
  return short.length <= units ? short : `${takeUnits(label, units - 1).trimEnd()}…`
}

const areDistinct = (labels: readonly string[]): boolean => new Set(labels).size === labels.length
