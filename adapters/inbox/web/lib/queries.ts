import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { TicketId } from '../../../../bot/ids.ts'
import {
  colleagues,
  done,
  me,
  type TicketDetail,
  type TicketList,
  ticketAnswer,
  ticketDetail,
  ticketList,
  type View,
} from '../../contract.ts'
import { get, post, problemOf } from './api.ts'

const cases = ['cases'] as const
export const keys = {
  me: ['me'] as const,
  cases,
  lists: [...cases, 'list'] as const,
  list: (view: View, search: string, unread: boolean) => [...cases, 'list', view, search, unread] as const,
  ticket: (id: TicketId) => [...cases, 'one', id] as const,
  colleagues: ['colleagues'] as const,
  staff: ['staff'] as const,
  invitations: ['staff', 'invitations'] as const,
  sessions: ['sessions'] as const,
  channels: ['channels'] as const,
  questionLists: ['questions', 'list'] as const,
  questionList: (filter: object) => ['questions', 'list', filter] as const,
  entries: ['questions', 'entries'] as const,
  templates: (id: TicketId) => ['templates', id] as const,
  whatsappCloud: ['channels', 'whatsapp-cloud'] as const,
}

/** Asks again what the network lost; what the server refused stays refused. */
export const newQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) => count < 2 && problemOf(error).kind === 'offline',
        refetchOnWindowFocus: true,
      },
    },
  })

export const useMeQuery = () => useQuery({ queryKey: keys.me, queryFn: () => get(me, 'me'), staleTime: 60_000 })

export const useTickets = (view: View, search: string, unread: boolean) =>
  useQuery({
    queryKey: keys.list(view, search, unread),
    queryFn: () => {
      const query = new URLSearchParams({ view })
      if (search !== '') query.set('search', search)
      if (unread) query.set('unread', '1')
      return get(ticketList, `tickets?${query}`)
    },
    placeholderData: (before) => before,
  })

const path = (id: TicketId, rest = '') => `tickets/${encodeURIComponent(id)}${rest}`

export const useTicket = (id: TicketId) =>
  useQuery({ queryKey: keys.ticket(id), queryFn: () => get(ticketDetail, path(id)) })

export const useColleagues = () => useQuery({ queryKey: keys.colleagues, queryFn: () => get(colleagues, 'colleagues') })

/** A change of a case; the answer is the case as it is then, and takes its place on the screen at once. */
export const useChange = <Request = void>(id: TicketId, action: string | ((request: Request) => string)) => {
  const client = useQueryClient()
  return useMutation<z.output<typeof ticketAnswer>, Error, Request>({
    mutationFn: (request) =>
      post(ticketAnswer, path(id, `/${typeof action === 'string' ? action : action(request)}`), request ?? {}),
    onSuccess: ({ ticket }) => {
      if (ticket) client.setQueryData<TicketDetail>(keys.ticket(id), ticket)
      else client.removeQueries({ queryKey: keys.ticket(id) })
      client.invalidateQueries({ queryKey: keys.lists })
    },
    onError: () => client.invalidateQueries({ queryKey: keys.cases }),
  })
}

/** Marks as read up to a line; the lists on the screen lose their number at once. */
export const useMarkRead = (id: TicketId) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (seq: number) => post(done, path(id, '/read'), { seq }),
    onSuccess: () => {
      client.setQueriesData<TicketList>({ queryKey: keys.lists }, (list) =>
        list ? { ...list, rows: list.rows.map((row) => (row.id === id ? { ...row, unread: 0 } : row)) } : list,
      )
      client.invalidateQueries({ queryKey: keys.lists })
    },
  })
}
