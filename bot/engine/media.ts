import type { Body, InboundMessage } from '../message.ts'
import { menu } from './menu.ts'
import { nearestUnit } from './place.ts'
import { acknowledge } from './ticket.ts'
import { change, count, menuChoice, openCaseOf, personChoice, say, type Turn, unitOf } from './turn.ts'
import { takeUnit } from './walk.ts'

/** Media kept for a case that is not open yet. */
const KEPT_MEDIA = 5

type Media = Extract<Body, { kind: 'media' }>

/** Keeps the reference, so that a voice note sent before the hand-off reaches staff. */
export const keepMedia = (turn: Turn, message: InboundMessage, body: Media): void => {
  const one = { id: message.id, at: turn.moment.now, body: { ...body } }
  change(turn, { media: [...turn.session.media, one].slice(-KEPT_MEDIA) })
}

/** A voice note, photo or document without words: never silence. With a case open it is in its thread already. */
export const onMedia = (turn: Turn, body: Media): void => {
  count(turn, 'media', body.what)
  if (openCaseOf(turn) !== null) return acknowledge(turn, 'media.kept')
  say(turn, `media.${body.what}`, {}, [personChoice(turn), menuChoice(turn)])
}

/** Stickers and the like. */
export const onUnsupported = (turn: Turn): void => {
  count(turn, 'media', 'unsupported')
  say(turn, 'media.unsupported', {}, [menuChoice(turn), personChoice(turn)])
}

/** A location finds the nearest unit, and answers a question for the island. */
export const onLocation = (turn: Turn, at: { readonly lat: number; readonly lon: number }): void => {
  count(turn, 'media', 'location')
  const nearest = nearestUnit(turn.world.knowledge.units, at)
  if (nearest === null) return menu(turn)
  const unit = nearest.far ? unitOf(turn) : nearest.unit
  const { lang } = turn.session
  if (nearest.far) {
    say(turn, 'location.far', { unit: unit.name[lang] }, [personChoice(turn), menuChoice(turn)])
    return
  }
  const asked = turn.session.place.at === 'node'
  if (asked) return takeUnit(turn, unit.id)
  change(turn, { unit: unit.id })
  say(turn, 'location.nearest', { unit: unit.name[lang], place: unit.place[lang] }, [
    personChoice(turn),
    menuChoice(turn),
  ])
}
