import { defineFlow } from '../bot/flow.ts'
import { fromCplp, fromEcowas, saidCplp, saidEcowas, saidOther } from './rules/origin.ts'

/** Sorting by need for whoever does not know what to ask about papers: the situation first, then where the person is from. */
export const papers = defineFlow({
  id: 'papers',
  start: 'situation',
  nodes: {
    situation: {
      kind: 'ask',
      say: 'papers.situation',
      choices: {
        new: { label: 'papers.situation.new', go: 'said' },
        ending: { label: 'papers.situation.ending', go: 'renewal' },
        visit: { label: 'papers.situation.visit', go: 'extension' },
        expired: { label: 'papers.situation.expired', go: 'overstay' },
        none: { label: 'papers.situation.none', go: 'irregular' },
        lost: { label: 'papers.situation.lost', go: 'lost' },
      },
    },
    said: {
      kind: 'branch',
      cases: [
        { when: saidEcowas, go: 'ecowas' },
        { when: saidCplp, go: 'cplp' },
        { when: saidOther, go: 'overview' },
      ],
      otherwise: 'origin',
    },
    origin: {
      kind: 'ask',
      say: 'papers.origin',
      choices: {
        ecowas: { label: 'papers.origin.ecowas', go: 'which' },
        cplp: { label: 'papers.origin.cplp', go: 'which' },
        both: { label: 'papers.origin.both', go: 'which' },
        other: { label: 'papers.origin.other', go: 'which' },
        unsure: { label: 'papers.origin.unsure', go: 'which' },
      },
    },
    which: {
      kind: 'branch',
      cases: [
        { when: fromEcowas, go: 'ecowas' },
        { when: fromCplp, go: 'cplp' },
      ],
      otherwise: 'overview',
    },
    ecowas: { kind: 'answer', entry: 'residence-ecowas', go: 'next' },
    cplp: { kind: 'answer', entry: 'residence-cplp', go: 'next' },
    overview: { kind: 'answer', entry: 'residence-overview', go: 'next' },
    renewal: { kind: 'answer', entry: 'residence-renewal', go: 'next' },
    extension: { kind: 'answer', entry: 'stay-extension', go: 'next' },
    overstay: { kind: 'answer', entry: 'overstay', go: 'next' },
    irregular: { kind: 'answer', entry: 'irregular-options', go: 'next' },
    lost: { kind: 'answer', entry: 'card-lost', go: 'next' },
    next: {
      kind: 'ask',
      say: 'papers.next',
      choices: {
        documents: { label: 'papers.next.documents', go: 'documents' },
        fees: { label: 'papers.next.fees', go: 'fees' },
        where: { label: 'papers.next.where', go: 'where' },
        person: { label: 'papers.next.person', go: 'person' },
        enough: { label: 'papers.next.enough', go: 'end' },
      },
    },
    documents: { kind: 'answer', entry: 'residence-documents', go: 'next' },
    fees: { kind: 'answer', entry: 'residence-fees', go: 'next' },
    where: { kind: 'answer', entry: 'residence-where', go: 'next' },
    person: { kind: 'handoff' },
    end: { kind: 'end', say: 'papers.end' },
  },
})
