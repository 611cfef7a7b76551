import { serve } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { z } from 'zod'
import {
  API,
  type ApiFailure,
  AUTH,
  closeRequest,
  compareRows,
  type EntryBody,
  FILE_NAME_HEADER,
  GUARD_HEADER,
  type Me,
  noteRequest,
  replyRequest,
  STATUS,
  setupRequest,
  type TicketDetail,
  type TicketEntry,
  ticketQuery,
  transferRequest,
} from '../../adapters/inbox/contract.ts'
import { securityHeaders } from '../../adapters/inbox/guard.ts'
import { pageRoutes } from '../../adapters/inbox/page-routes.ts'
import { sendable } from '../../adapters/inbox/sendable.ts'
import { fileId } from '../../bot/ids.ts'
import type { MediaBytes } from '../../bot/ports/channel.ts'
import { type Instant, instant } from '../../bot/time.ts'
import { fixtureAccounts, PASSWORD } from './inbox-fixture-accounts.ts'
import { CATALOGUE, newCases, PAULO, SAL, ZENAIDA } from './inbox-fixture-data.ts'
import { PIXEL, SILENCE } from './inbox-fixture-media.ts'
import { fixtureStaff } from './inbox-fixture-staff.ts'
import { SAMPLES } from './samples.ts'

/**
 * The built inbox page with a few invented cases in memory, and real better-auth for sign-in and second factor. Only for
 * looking at the page and driving it; the server's own rules are tested on the server.
 */
export { PASSWORD }
export const SETUP_TOKEN = 'setup-token-for-tests'

export type FixtureInbox = {
  readonly url: string
  /** The person writes: what a channel would bring. */
  readonly personWrites: (id: string, text: string) => void
  /** A colleague takes a case in between. */
  readonly colleagueClaims: (id: string) => void
  readonly endSessions: () => void
  /** The cases as they were at the start. */
  readonly reset: () => void
  readonly stop: () => Promise<void>
}

/** `dist`: the folder with the built page. */
export const startFixtureInbox = async (dist: string): Promise<FixtureInbox> => {
  const cases = new Map(newCases(Date.now()).map((ticket) => [ticket.row.id as string, ticket]))
  const listeners = new Set<(ticket: TicketDetail) => void>()
  const files: MediaBytes[] = []
  let revision = 100
  let lang: Me['lang'] = 'pt'

  const app = new Hono()
  let handle = (context: Context): Response | Promise<Response> => context.text('starting', 503)
  app.use(securityHeaders)
  app.all(`${AUTH}/*`, (context) => handle(context))
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const url = `http://127.0.0.1:${address.port}`

  const accounts = await fixtureAccounts(url)
  handle = (context) => accounts.handle(context.req.raw)

  const fail = (context: Context, failure: ApiFailure) => context.json(failure, STATUS[failure.kind] as 400)
  const signedIn = (context: Context) => accounts.session(context.req.raw.headers)
  const ok = (context: Context) => context.json({ ok: true })

  const touch = (ticket: TicketDetail, row: Partial<TicketDetail['row']>, ...changes: TicketEntry['change'][]) => {
    const at: Instant = instant(Date.now())
    revision += 1
    const entries = [
      ...ticket.entries,
      ...changes.map((change, index) => ({
        seq: ticket.row.lastEntry + index + 1,
        at,
        change,
        delivery: change.kind === 'from-staff' ? ('queued' as const) : null,
        failure: null,
      })),
    ]
    const next = {
      ...ticket,
      entries,
      row: { ...ticket.row, changedAt: at, ...row, lastEntry: entries.length, revision },
    }
    cases.set(ticket.row.id, next)
    for (const listener of listeners) listener(next)
    return next
  }

  // --- before sign-in
  app.post(`${API}/setup`, async (context) => {
    const request = setupRequest.safeParse(await context.req.json())
    if (!request.success || request.data.token !== SETUP_TOKEN) return fail(context, { kind: 'expired' })
    const { name, email, password } = request.data
    await accounts.add(name, email, password)
    return context.json({ email })
  })
  app.get(`${API}/invite`, (context) =>
    context.req.query('token') === 'invitation-token'
      ? context.json({ email: 'nova@exemplo.cv', role: 'agent' })
      : fail(context, { kind: 'expired' }),
  )
  app.use(`${API}/*`, async (context, next) => {
    if (!(await signedIn(context))) return fail(context, { kind: 'signed-out' })
    if (context.req.method !== 'GET' && context.req.header(GUARD_HEADER) !== '1')
      return fail(context, { kind: 'forbidden' })
    await next()
  })

  // --- me
  app.get(`${API}/me`, async (context) => {
    const session = await signedIn(context)
    const answer: Me = {
      ...ZENAIDA,
      email: session?.user.email ?? '',
      role: 'lead',
      scope: [SAL],
      units: [SAL],
      lang,
      twoFactor: session?.user.twoFactorEnabled ? 'on' : 'off',
      session: session?.session.id ?? '',
      catalogue: CATALOGUE,
    }
    return context.json(answer)
  })
  app.patch(`${API}/me`, async (context) => {
    lang = (await context.req.json()).lang
    return ok(context)
  })

  // --- cases
  app.get(`${API}/tickets`, (context) => {
    const query = ticketQuery.parse(context.req.query())
    const rows = [...cases.values()].map(({ row }) => row)
    const open = rows.filter(({ status }) => status !== 'closed')
    const views = {
      mine: open.filter(({ assignee }) => assignee?.id === ZENAIDA.id),
      unassigned: open.filter(({ assignee }) => assignee === null),
      unit: open,
      all: rows,
    }
    const wanted = views[query.view].filter(
      (row) =>
        (query.unread === undefined || row.unread > 0) &&
        `${row.name} ${row.code} ${row.lastWords}`.toLowerCase().includes((query.search ?? '').toLowerCase()),
    )
    return context.json({
      rows: wanted.sort(compareRows),
      counts: { mine: views.mine.length, unassigned: views.unassigned.length, unit: open.length, all: rows.length },
      unread: open.filter(({ unread }) => unread > 0).length,
      alarms: open.filter(({ danger, assignee }) => danger !== null && assignee === null).sort(compareRows),
      revision,
    })
  })
  const find = (context: Context) => cases.get(context.req.param('id') ?? '')
  app.get(`${API}/tickets/:id`, (context) => {
    const ticket = find(context)
    return ticket ? context.json(ticket) : fail(context, { kind: 'not-found' })
  })
  app.get(`${API}/tickets/:id/entries/:seq/media`, (context) => {
    const change = find(context)?.entries[Number(context.req.param('seq')) - 1]?.change
    if (change?.kind === 'from-staff' && change.attachment?.kind === 'media') {
      const { what, mime, name } = change.attachment
      const { bytes } = files.findLast((file) => file.mime === mime && file.name === name) ?? SAMPLES[what]
      return context.body(Uint8Array.from(bytes), 200, { 'content-type': mime })
    }
    const what = change?.kind === 'from-person' && change.body.kind === 'media' ? change.body.what : null
    return what === 'voice'
      ? context.body(SILENCE, 200, { 'content-type': 'audio/wav' })
      : context.body(PIXEL, 200, { 'content-type': 'image/png' })
  })
  app.post(`${API}/tickets/:id/files`, async (context) => {
    const bytes = new Uint8Array(await context.req.arrayBuffer())
    const known = sendable(bytes)
    if (known === null) return fail(context, { kind: 'file', why: 'wrong-kind' })
    const name = decodeURIComponent(context.req.header(FILE_NAME_HEADER) ?? '') || null
    files.push({ bytes, mime: known.mime, name })
    return context.json({ file: fileId(`file-${files.length}`), what: known.what })
  })
  const bodyOf = (attachment: NonNullable<z.output<typeof replyRequest>['attachment']>): EntryBody => {
    if (attachment.kind === 'location') return attachment
    const file = files[Number(attachment.file.slice('file-'.length)) - 1]
    const what = file && sendable(file.bytes)?.what
    if (!file || !what) throw new Error(`no file ${attachment.file}`)
    const { mime, name, bytes } = file
    return { kind: 'media', what, mime, size: bytes.length, name, seconds: null, caption: '' }
  }
  app.post(`${API}/tickets/:id/:action{.+}`, async (context) => {
    const ticket = find(context)
    if (!ticket) return fail(context, { kind: 'not-found' })
    const { row } = ticket
    const body: unknown = await context.req.json()
    const by = ZENAIDA
    const answer = (changed: TicketDetail | null) => context.json({ ticket: changed })
    switch (context.req.param('action')) {
      case 'read':
        cases.set(row.id, { ...ticket, row: { ...row, unread: 0 } })
        return ok(context)
      case 'claim':
        if (row.assignee && row.assignee.id !== (body as { over: string | null }).over) {
          return fail(context, { kind: 'lost', by: row.assignee, at: row.changedAt })
        }
        return answer(touch(ticket, { status: 'assigned', assignee: by }, { kind: 'claimed', by }))
      case 'reply': {
        const { text, seen, anyway, attachment } = replyRequest.parse(body)
        const newer = ticket.entries.some(({ seq, change }) => seq > seen && /^from-(person|staff)$/.test(change.kind))
        if (newer && !anyway) return fail(context, { kind: 'stale', lastEntry: row.lastEntry })
        const said = text === '' ? [] : [{ kind: 'from-staff' as const, by, text, attachment: null }]
        const sent = attachment && [{ kind: 'from-staff' as const, by, text: '', attachment: bodyOf(attachment) }]
        return answer(touch(ticket, { waitingSince: null, lastWords: text }, ...said, ...(sent ?? [])))
      }
      case 'note':
        return answer(touch(ticket, {}, { kind: 'note', by, text: noteRequest.parse(body).text }))
      case 'transfer': {
        const { to, note } = transferRequest.parse(body)
        touch(
          ticket,
          { status: 'open', assignee: null },
          {
            kind: 'transferred',
            by,
            to: 'unit' in to ? to : { staff: PAULO },
            note,
          },
        )
        return answer(null)
      }
      case 'hand-back':
        return answer(touch(ticket, { status: 'open', assignee: null }, { kind: 'handed-back', by }))
      case 'close': {
        const { outcome, topic } = closeRequest.parse(body)
        return answer(
          touch(
            ticket,
            { status: 'closed', outcome, topic, waitingSince: null },
            { kind: 'closed', by, outcome, topic },
          ),
        )
      }
      case 'reopen':
        return answer(touch(ticket, { status: 'assigned', assignee: by, outcome: null }, { kind: 'reopened', by }))
      default: {
        const seq = Number(/^entries\/(\d+)\/retry$/.exec(context.req.param('action'))?.[1])
        const entries = ticket.entries.map((entry) =>
          entry.seq === seq ? { ...entry, delivery: 'queued' as const, failure: null } : entry,
        )
        return answer(touch({ ...ticket, entries }, {}))
      }
    }
  })
  app.get(`${API}/events`, (context) =>
    streamSSE(context, async (stream) => {
      const tell = (ticket: TicketDetail) =>
        stream.writeSSE({ event: 'ticket', id: String(ticket.row.revision), data: JSON.stringify(ticket.row) })
      listeners.add(tell)
      await stream.writeSSE({ event: 'hello', data: '' })
      const since = Number(context.req.header('last-event-id') ?? context.req.query('since'))
      for (const ticket of cases.values()) if (ticket.row.revision > since) await tell(ticket)
      await new Promise<void>((resolve) => stream.onAbort(resolve))
      listeners.delete(tell)
    }),
  )

  app.route(API, fixtureStaff(url))

  // --- the page
  app.route('/inbox', pageRoutes(dist))

  const ticketOf = (id: string): TicketDetail => {
    const ticket = cases.get(id)
    if (!ticket) throw new Error(`no case ${id}`)
    return ticket
  }
  return {
    url,
    personWrites: (id, text) => {
      const ticket = ticketOf(id)
      touch(
        ticket,
        { lastWords: text, waitingSince: instant(Date.now()), unread: ticket.row.unread + 1 },
        { kind: 'from-person', body: { kind: 'text', text } },
      )
    },
    colleagueClaims: (id) => {
      const ticket = ticketOf(id)
      cases.set(id, { ...ticket, row: { ...ticket.row, status: 'assigned', assignee: PAULO } })
    },
    endSessions: () => {
      accounts.endSessions()
    },
    reset: () => {
      lang = 'pt'
      for (const ticket of newCases(Date.now())) cases.set(ticket.row.id, ticket)
      // Without the limit: every test signs in anew.
      accounts.forgetTries()
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
