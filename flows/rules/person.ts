import { isStory } from '../../bot/engine/story.ts'
import { rule } from '../../bot/rule.ts'

/** The person has said where they are: it is not asked again. */
export const unitKnown = rule('unit is known', (_answers, session) => session.unit !== null)

/** The person has agreed once that a unit reads along: it is not asked again. */
export const hasAgreed = rule('has agreed', (_answers, session) => session.notice?.agreedAt != null)

/** What was written last, or sent as voice or photo, already says what it is about. */
export const hasToldWhy = rule(
  'has told why',
  (_answers, session) => session.media.length > 0 || session.recent.some(isStory),
)
