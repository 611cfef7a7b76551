import type { EntryBody, Me, StaffMember, TicketDetail, TicketEntry, TicketRow } from '../../adapters/inbox/contract.ts'
import { staffId, ticketId, unitId } from '../../bot/ids.ts'
import { HOUR, instant, MINUTE } from '../../bot/time.ts'

/** Invented people and cases for looking at the inbox page. Times count back from `now`, in milliseconds. */
export const SAL = unitId('sal')
export const ZENAIDA = { id: staffId('s-zenaida'), name: 'Zenaida M.' }
export const PAULO = { id: staffId('s-paulo'), name: 'Paulo T.' }

const words = (text: string) => ({ pt: text, en: text, fr: text, kea: text })

export const CATALOGUE: Me['catalogue'] = {
  units: [
    { id: SAL, short: words('Unidade do Sal'), island: 'Sal' },
    { id: unitId('boa-vista'), short: words('Unidade da Boa Vista'), island: 'Boa Vista' },
    { id: unitId('praia'), short: words('Praia, sede'), island: 'Santiago' },
  ],
  topics: [
    { id: 'residence', label: { pt: 'Residência', en: 'Residence', fr: 'Séjour', kea: 'Residénsia' } },
    { id: 'work', label: { pt: 'Trabalho', en: 'Work', fr: 'Travail', kea: 'Trabadju' } },
    { id: 'school', label: { pt: 'Escola', en: 'School', fr: 'École', kea: 'Skóla' } },
  ],
}

export const STAFF: readonly StaffMember[] = [
  {
    ...ZENAIDA,
    email: 'zenaida@exemplo.cv',
    role: 'lead',
    units: [SAL],
    active: true,
    twoFactor: true,
    lastSeenAt: null,
  },
  {
    ...PAULO,
    email: 'paulo@exemplo.cv',
    role: 'agent',
    units: [SAL],
    active: true,
    twoFactor: false,
    lastSeenAt: null,
  },
]

type Sketch = Partial<TicketRow> & { readonly id: TicketRow['id']; readonly code: string }

export const newCases = (now: number): TicketDetail[] => {
  const ago = (ms: number) => instant(now - ms)
  let revision = 0
  const make = (
    sketch: Sketch,
    changes: readonly (readonly [number, TicketEntry['change'], Partial<TicketEntry>?])[],
  ): TicketDetail => {
    revision += 1
    const entries = changes.map(([before, change, more], index) => ({
      seq: index + 1,
      at: ago(before),
      change,
      delivery: change.kind === 'from-bot' || change.kind === 'from-staff' ? ('sent' as const) : null,
      failure: null,
      ...more,
    }))
    return {
      row: {
        channel: 'whatsapp-cloud',
        name: null,
        lang: 'fr',
        unit: SAL,
        topic: 'residence',
        danger: null,
        status: 'open',
        assignee: null,
        outcome: null,
        openedAt: ago(HOUR),
        changedAt: ago(MINUTE),
        closedAt: null,
        waitingSince: ago(HOUR),
        lastWords: '',
        lastEntry: entries.length,
        unread: 0,
        revision,
        ...sketch,
      },
      entries,
      consentAt: ago(72 * HOUR),
      channels: ['whatsapp-cloud'],
      phone: null,
      replyUntil: null,
      reminders: [],
      former: [],
    }
  }
  const text = (said: string): TicketEntry['change'] => ({ kind: 'from-person', body: { kind: 'text', text: said } })
  const media = (what: 'voice' | 'image' | 'file', more: object = {}): TicketEntry['change'] => ({
    kind: 'from-person',
    body: {
      kind: 'media',
      what,
      mime: 'application/octet-stream',
      size: 48_213,
      name: null,
      seconds: null,
      caption: '',
      ...more,
    },
  })
  type Sent =
    | Omit<Extract<EntryBody, { kind: 'media' }>, 'seconds' | 'caption'>
    | Extract<EntryBody, { kind: 'location' }>
  const sent = (what: Sent): TicketEntry['change'] => ({
    kind: 'from-staff',
    by: PAULO,
    text: '',
    attachment: what.kind === 'media' ? { ...what, seconds: null, caption: '' } : what,
  })
  const opened: TicketEntry['change'] = { kind: 'opened', unit: SAL, history: [] }

  const fatou = make(
    {
      id: ticketId('t-fatou'),
      code: 'K7Q2-M9XD',
      name: 'Fatou N.',
      status: 'assigned',
      assignee: ZENAIDA,
      waitingSince: ago(20 * HOUR),
      openedAt: ago(21 * HOUR),
      lastWords: 'Nota de voz e 1 fotografia',
      unread: 2,
    },
    [
      [
        21 * HOUR,
        {
          kind: 'opened',
          unit: SAL,
          history: [
            { at: ago(21 * HOUR + 2 * MINUTE), by: 'person', text: 'Bonjour, je veux renouveler ma résidence' },
            {
              at: ago(21 * HOUR + MINUTE),
              by: 'bot',
              text: 'Demandez le renouvellement à la DEF. L’AAI conseille de commencer un mois avant la date de fin.',
            },
          ],
        },
      ],
      [20.5 * HOUR, { kind: 'claimed', by: ZENAIDA }],
      [20.2 * HOUR, media('voice', { mime: 'audio/wav', seconds: 34 })],
      [20 * HOUR, media('image', { mime: 'image/png' })],
      [1.4 * HOUR, { kind: 'note', by: PAULO, text: 'Falta o atestado da Câmara. O contrato do hotel vai até março.' }],
      [
        1.2 * HOUR,
        {
          kind: 'from-staff',
          by: ZENAIDA,
          text: 'Bonjour Fatou, je regarde votre dossier et je vous réponds ce matin.',
          attachment: null,
        },
      ],
      [
        HOUR,
        { kind: 'from-staff', by: ZENAIDA, text: 'Le rendez-vous est lundi matin.', attachment: null },
        { delivery: 'failed', failure: '131026' },
      ],
    ],
  )
  return [
    {
      ...fatou,
      phone: null,
      replyUntil: instant(now + 3 * HOUR + 42 * MINUTE),
      reminders: [],
      former: [
        {
          id: ticketId('t-old'),
          code: 'P4ZT-0B7N',
          topic: 'residence',
          outcome: 'answered',
          status: 'closed',
          openedAt: ago(3000 * HOUR),
          closedAt: ago(2990 * HOUR),
        },
      ],
    },
    make(
      {
        id: ticketId('t-danger'),
        code: '7Q2M-8KPA',
        lang: 'pt',
        channel: 'web',
        danger: 'violence',
        topic: null,
        waitingSince: ago(4 * MINUTE),
        lastWords: 'ele volta as 18h. n quero policia ainda',
        unread: 2,
      },
      [
        [
          5 * MINUTE,
          {
            kind: 'opened',
            unit: SAL,
            history: [{ at: ago(6 * MINUTE), by: 'person', text: 'meu patrao ficou c meu passaporte e me bate' }],
          },
        ],
        [5 * MINUTE, { kind: 'danger', danger: 'violence' }],
        [
          4.5 * MINUTE,
          { kind: 'from-bot', text: 'Está em perigo agora? Ligue já: 132 Polícia, 130 Ambulância, 131 Bombeiros.' },
        ],
        [4 * MINUTE, text('ele volta as 18h. n quero policia ainda')],
      ],
    ),
    make(
      {
        id: ticketId('t-ibrahima'),
        code: 'B3RT-77QA',
        name: 'Ibrahima C.',
        channel: 'telegram',
        topic: 'work',
        waitingSince: ago(48 * MINUTE),
        lastWords: 'Contrat.pdf',
        unread: 1,
      },
      [
        [50 * MINUTE, opened],
        [48 * MINUTE, media('file', { name: 'Contrat.pdf', caption: 'Voici mon contrat' })],
      ],
    ),
    make(
      {
        id: ticketId('t-blessing'),
        code: 'C9WD-51MM',
        name: 'Blessing O.',
        lang: 'en',
        topic: 'school',
        waitingSince: ago(31 * MINUTE),
        lastWords: 'Can my son start school without the birth certificate?',
        status: 'assigned',
        assignee: PAULO,
        unread: 1,
      },
      [
        [32 * MINUTE, opened],
        [31 * MINUTE, text('Can my son start school without the birth certificate?')],
        [30 * MINUTE, { kind: 'claimed', by: PAULO }],
        [29 * MINUTE, sent({ kind: 'media', what: 'image', mime: 'image/png', size: 1204, name: 'mapa.png' })],
        [28 * MINUTE, sent({ kind: 'media', what: 'voice', mime: 'audio/ogg', size: 310, name: null })],
        [
          27 * MINUTE,
          sent({ kind: 'media', what: 'file', mime: 'application/pdf', size: 107, name: 'formulário 1.pdf' }),
          { delivery: 'failed', failure: '131053' },
        ],
        [26 * MINUTE, sent({ kind: 'location', lat: 16.755, lon: -22.945 })],
      ],
    ),
    make(
      {
        id: ticketId('t-nilson'),
        code: 'D2XK-90PP',
        name: 'Nilson',
        lang: 'kea',
        topic: null,
        waitingSince: ago(26 * MINUTE),
        lastWords: 'nka ten documento, n pode bai hospital?',
        unread: 1,
      },
      [
        [27 * MINUTE, opened],
        [26 * MINUTE, text('nka ten documento, n pode bai hospital?')],
      ],
    ),
    make(
      {
        id: ticketId('t-old'),
        code: 'P4ZT-0B7N',
        name: 'Fatou N.',
        status: 'closed',
        outcome: 'answered',
        waitingSince: null,
        closedAt: ago(2990 * HOUR),
        lastWords: 'Merci',
      },
      [
        [3000 * HOUR, opened],
        [2990 * HOUR, { kind: 'closed', by: PAULO, outcome: 'answered', topic: 'residence' }],
      ],
    ),
  ]
}
