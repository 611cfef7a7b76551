import { type Block, type Call, findLinks, readAnswer, takeCalls, takeName } from './answer.ts'
import { attachedCard } from './attached.ts'
import { el, icon, unseen } from './dom.ts'
import { numbers, shortNumbers } from './service.ts'
import type { Choice, Line } from './wire.ts'
import { duration, say } from './words.ts'

/** A text with its links; words only, never markup. */
const linked = (text: string): (Node | string)[] =>
  findLinks(text, shortNumbers()).map((piece) =>
    piece.kind === 'words'
      ? piece.text
      : piece.href.indexOf('tel:') === 0
        ? el('a', { href: piece.href }, piece.text)
        : el('a', { href: piece.href, target: '_blank', rel: 'noopener noreferrer' }, piece.text),
  )

const block = (part: Block): HTMLElement => {
  switch (part.kind) {
    case 'lead':
      return el('p', { class: 'lead' }, ...linked(part.text))
    case 'text':
      return el('p', {}, ...linked(part.text))
    case 'steps':
      return el(
        'ol',
        { class: 'steps', role: 'list' },
        ...part.items.map((item, index) =>
          el('li', {}, el('span', { class: 'number' }, String(part.first + index)), ...linked(item)),
        ),
      )
    case 'points':
      return el('ul', { class: 'points', role: 'list' }, ...part.items.map((item) => el('li', {}, ...linked(item))))
    case 'source':
      return el('div', { class: 'source' }, icon('tick'), el('p', {}, ...linked(part.text)))
  }
}

export const callRow = (call: Call): HTMLElement =>
  el(
    'li',
    {},
    el(
      'a',
      { class: 'call', href: `tel:${call.number.replace(/\s/g, '')}` },
      el('b', {}, call.number),
      el('span', {}, call.name, call.free ? el('small', {}, say('free')) : null),
      icon('phone'),
    ),
  )

/** The red card. `calls`: those that the message names, or else those of the service. */
export const emergencyCard = (calls: readonly Call[]): HTMLElement =>
  el(
    'section',
    { class: 'emergency', tabindex: '-1' },
    el('h2', {}, icon('alarm'), say('dangerTitle')),
    el('ul', { class: 'calls', role: 'list' }, ...(calls.length > 0 ? calls : numbers()).map(callRow)),
  )

/** What a person sent that is no text. */
export const sentThing = (
  kind: 'voice' | 'image' | 'file' | 'location',
  name: string | null,
  length: number | null,
): HTMLElement => {
  const [picture, word] = (
    {
      voice: ['mic', 'sentVoice'],
      image: ['image', 'sentImage'],
      file: ['file', 'sentFile'],
      location: ['place', 'sentLocation'],
    } as const
  )[kind]
  const more = length !== null ? duration(length) : kind === 'file' ? name : null
  return el('span', { class: 'sent-file' }, icon(picture), more === null ? say(word) : `${say(word)}, ${more}`)
}

/** Choices by their number. A number that is typed does the same, so the numbers count every choice of the message. */
export const choiceGroups = (
  choices: readonly Choice[],
  choose: (choice: Choice, tile: HTMLElement) => void,
): HTMLElement[] => {
  const tile = (choice: Choice, ...inside: (Node | string)[]) => {
    const button = el(
      'button',
      { type: 'button', class: 'choice', 'data-choice': choice.id, 'aria-pressed': 'false' },
      ...inside,
    )
    button.addEventListener('click', () => choose(choice, button))
    return button
  }
  const numbered: HTMLElement[] = []
  const useful: HTMLElement[] = []
  choices.forEach((choice, index) => {
    if (/^useful:yes\b/.test(choice.id)) useful.push(tile(choice, say('yes')))
    else if (/^useful:no\b/.test(choice.id)) useful.push(tile(choice, say('no')))
    else numbered.push(tile(choice, el('span', { class: 'number' }, String(index + 1)), el('span', {}, choice.label)))
  })
  // Short ones stand in two columns; a sentence needs the whole width.
  const short = numbered.length > 2 && choices.every((choice) => choice.label.length <= 22)
  const groups: HTMLElement[] = []
  if (useful.length > 0) groups.push(el('div', { class: 'useful' }, el('span', {}, say('helped')), ...useful))
  if (numbered.length > 0) groups.push(el('div', { class: short ? 'choices short' : 'choices' }, ...numbered))
  return groups
}

const answerBubble = (text: string): HTMLElement | null => {
  const blocks = readAnswer(text)
  return blocks.length === 0 ? null : el('div', { class: 'bubble' }, ...blocks.map(block))
}

/** A message of the bot or the unit, with its choices. */
export const saidTurn = (
  line: Extract<Line, { from: 'bot' | 'staff' }>,
  live: boolean,
  choose: (choice: Choice, tile: HTMLElement) => void,
): HTMLElement => {
  const turn = el('div', { class: line.from === 'staff' ? 'turn staff' : 'turn' })
  const add = (child: HTMLElement | null) => child !== null && turn.appendChild(child)
  if (line.urgent) {
    const { calls, rest } = takeCalls(line.text, numbers())
    const card = emergencyCard(calls)
    if (live) card.setAttribute('role', 'alert')
    add(card)
    const bubble = answerBubble(rest)
    if (bubble !== null) bubble.style.setProperty('margin-top', 'var(--s3)')
    add(bubble)
  } else if (line.attachment) {
    add(unseen(`${say(line.from === 'staff' ? 'unitPerson' : 'assistant')}:`))
    add(attachedCard(line.id, line.attachment))
  } else if (line.from === 'staff') {
    const { name, rest } = takeName(line.text)
    const shown = name ?? say('unitPerson')
    add(
      el(
        'p',
        { class: 'speaker' },
        el('span', { class: 'number', 'aria-hidden': 'true' }, shown.slice(0, 1).toUpperCase()),
        el('span', {}, shown),
      ),
    )
    add(answerBubble(rest))
  } else {
    add(unseen(`${say('assistant')}:`))
    add(answerBubble(line.text))
  }
  choiceGroups(line.choices, choose).forEach(add)
  return turn
}
