import { defineFlow } from '../bot/flow.ts'
import { hasAgreed, hasToldWhy, unitKnown } from './rules/person.ts'

/** The way to a human being: where, what, agreed, passed on. Each is asked once in a lifetime of a conversation. */
export const handoff = defineFlow({
  id: 'handoff',
  start: 'known',
  nodes: {
    known: { kind: 'branch', cases: [{ when: unitKnown, go: 'told' }], otherwise: 'where' },
    where: { kind: 'ask-unit', say: 'handoff.where', go: 'told' },
    told: { kind: 'branch', cases: [{ when: hasToldWhy, go: 'asked' }], otherwise: 'story' },
    story: { kind: 'collect', say: 'handoff.story', go: 'asked' },
    asked: { kind: 'branch', cases: [{ when: hasAgreed, go: 'open' }], otherwise: 'agree' },
    agree: {
      kind: 'ask',
      say: 'handoff.agree',
      choices: {
        yes: { label: 'handoff.agree.yes', go: 'agreed' },
        no: { label: 'handoff.agree.no', go: 'refused' },
      },
    },
    agreed: { kind: 'act', act: 'agree', go: 'open' },
    open: { kind: 'handoff' },
    refused: { kind: 'end', say: 'handoff.refused' },
  },
})
