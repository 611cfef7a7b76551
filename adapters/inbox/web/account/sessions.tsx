import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import type { Instant } from '../../../../bot/time.ts'
import { auth } from '../lib/auth.ts'
import { useI18n } from '../lib/i18n.ts'
import { useMe } from '../lib/me.ts'
import { keys } from '../lib/queries.ts'
import { Button } from '../ui/button.tsx'
import { Failure, Trouble } from '../ui/trouble.tsx'

const session = z.object({
  id: z.string(),
  token: z.string(),
  userAgent: z.string().nullish(),
  updatedAt: z.coerce.date(),
})
type Session = z.output<typeof session>

const list = async (): Promise<readonly Session[]> => {
  const { data, error } = await auth.listSessions()
  if (error) throw new Error('sessions')
  return z.array(session).parse(data)
}

/** Where the account is signed in, with the possibility to end each. */
export const Sessions = () => {
  const { t } = useI18n()
  const sessions = useQuery({ queryKey: keys.sessions, queryFn: list })
  return (
    <section className="card" aria-labelledby="sessions">
      <div className="padded">
        <h2 id="sessions">{t('sessions.title')}</h2>
        <p>{t('sessions.words')}</p>
      </div>
      {sessions.isError && (
        <Trouble title={t('sessions.failed')} error={sessions.error} retry={() => sessions.refetch()} />
      )}
      <ul className="people">
        {sessions.data?.map((one) => (
          <One key={one.id} session={one} />
        ))}
      </ul>
    </section>
  )
}

/** The browser and the system, out of the long line that a browser sends. */
const deviceName = (agent: string): string => {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(agent)?.[1] ?? ''
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(agent)?.[1] ?? ''
  return [browser.replace('Edg', 'Edge').replace('OPR', 'Opera'), system].filter((part) => part !== '').join(', ')
}

const One = ({ session }: { readonly session: Session }) => {
  const { t, moment } = useI18n()
  const me = useMe()
  const client = useQueryClient()
  const end = useMutation({
    mutationFn: async () => {
      const { error } = await auth.revokeSession({ token: session.token })
      if (error) throw new Error('sessions')
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.sessions }),
  })
  const name = deviceName(session.userAgent ?? '') || t('sessions.unknown')
  const here = session.id === me.session
  return (
    <li>
      <div>
        <p>
          <strong>{name}</strong> {here && <span className="badge accent">{t('sessions.this')}</span>}
        </p>
        <p className="aside">{t('sessions.seen', { when: moment(session.updatedAt.getTime() as Instant) })}</p>
        <Failure error={end.error} />
      </div>
      {!here && (
        <Button
          busy={end.isPending && t('state.working')}
          onClick={() => end.mutate()}
          aria-label={`${t('sessions.end')}: ${name}`}
        >
          {t('sessions.end')}
        </Button>
      )}
    </li>
  )
}
