import type { MouseEvent } from 'react'
import { type TicketId, ticketId } from '../../../../bot/ids.ts'
import { type View, view } from '../../contract.ts'
import { signal, useSignal } from './signal.ts'

export const BASE = '/inbox/'

/** The page's addresses. The view and the search stay in the query, so that a link and the back button keep them. */
export type Route =
  | { readonly page: 'list' }
  | { readonly page: 'ticket'; readonly id: TicketId; readonly person: boolean }
  | { readonly page: 'staff' }
  | { readonly page: 'channels' }
  | { readonly page: 'questions' }
  | { readonly page: 'account' }
  | { readonly page: 'setup'; readonly token: string }
  | { readonly page: 'invite'; readonly token: string }

const address = signal(`${location.pathname}${location.search}`)
let moves = 0
address.subscribe(() => {
  moves += 1
})
addEventListener('popstate', () => address.set(`${location.pathname}${location.search}`))

/** False while the page is where it was opened: the focus then begins at the top, as on any page. */
export const hasMoved = (): boolean => moves > 0

/** Goes to an address below `BASE`; the query is kept unless another one is given. */
export const go = (path: string): void => {
  const next = href(path)
  if (next === address.get()) return
  history.pushState(null, '', next)
  address.set(next)
}

export const href = (path: string): string => `${BASE}${path.includes('?') ? path : `${path}${location.search}`}`

/** For links: a plain click stays in the page, everything else (new tab) is the browser's. */
export const follow = (path: string) => (event: MouseEvent<HTMLAnchorElement>) => {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  go(path)
}

const routeOf = (pathname: string, query: URLSearchParams): Route => {
  const [first, second, third] = pathname.slice(BASE.length).split('/')
  const token = query.get('token') ?? ''
  if (first === 'cases' && second) return { page: 'ticket', id: ticketId(second), person: third === 'person' }
  if (first === 'staff' || first === 'account' || first === 'channels' || first === 'questions') return { page: first }
  if (first === 'setup' || first === 'invite') return { page: first, token }
  return { page: 'list' }
}

export const useRoute = (): { readonly route: Route; readonly view: View } => {
  const [pathname = '', search = ''] = useSignal(address).split('?')
  const query = new URLSearchParams(search)
  const wanted = view.safeParse(query.get('view'))
  return { route: routeOf(pathname, query), view: wanted.success ? wanted.data : 'unit' }
}

export const casePath = (id: TicketId): string => `cases/${encodeURIComponent(id)}`
