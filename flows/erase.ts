import { defineFlow } from '../bot/flow.ts'

/** Erasing everything, after one question: it cannot be undone. */
export const erase = defineFlow({
  id: 'erase',
  start: 'confirm',
  nodes: {
    confirm: {
      kind: 'ask',
      say: 'erase.confirm',
      choices: {
        yes: { label: 'erase.yes', go: 'erase' },
        no: { label: 'erase.no', go: 'kept' },
      },
    },
    erase: { kind: 'act', act: 'erase', go: null },
    kept: { kind: 'end', say: 'erase.kept' },
  },
})
