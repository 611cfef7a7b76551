import { byId, el, icon, put } from './dom.ts'
import { say } from './words.ts'

const DOTS_AFTER = 300
const SLOW_AFTER = 8_000
/** A sign that somebody writes is forgotten after this. */
const TYPING_FOR = 15_000

/** Below the conversation: dots while an answer is awaited, and words with a way out when it takes long. */
export const createWaiting = (on: { readonly person: () => void; readonly shown: () => void }) => {
  const place = byId('after')
  let timers: number[] = []

  const later = (ms: number, run: () => void) => timers.push(setTimeout(run, ms) as unknown as number)
  const stop = () => {
    for (const timer of timers) clearTimeout(timer)
    timers = []
    put(place)
  }

  const dots = () => {
    put(place, el('div', { class: 'bubble dots', role: 'img', 'aria-label': say('typing') }, el('i'), el('i'), el('i')))
    on.shown()
  }
  const slow = () => {
    put(
      place,
      el('div', { class: 'note', role: 'status' }, icon('clock'), el('p', {}, say('slow'))),
      el('button', { type: 'button', onclick: on.person }, icon('person'), say('person')),
    )
    on.shown()
  }

  return {
    /** The server has a message that asks for an answer. */
    begin(): void {
      stop()
      later(DOTS_AFTER, dots)
      later(SLOW_AFTER, slow)
    },
    typing(): void {
      if (place.firstChild) return
      dots()
      later(TYPING_FOR, stop)
    },
    stop,
  }
}
