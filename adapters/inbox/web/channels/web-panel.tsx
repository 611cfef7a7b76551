import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { done } from '../../contract.ts'
import type { LinkView } from '../../contract-channels.ts'
import { post } from '../lib/api.ts'
import { type Key, useI18n } from '../lib/i18n.ts'
import { keys } from '../lib/queries.ts'
import { Button } from '../ui/button.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Failure } from '../ui/trouble.tsx'
import { Code } from './code.tsx'

/** The link of WhatsApp Web: how it stands, the code to scan, and what can be done about it. */
export const WebPanel = ({ link }: { readonly link: LinkView | null }) => {
  const { t } = useI18n()
  return (
    <section className="card padded" aria-labelledby="whatsapp-web">
      <h2 id="whatsapp-web">{t('channels.web')}</h2>
      {link === null ? <p>{t('channels.web-off')}</p> : <Link link={link} />}
      <p className="hint">{t('channels.web-terms')}</p>
    </section>
  )
}

const LOOKS: Readonly<Record<LinkView['kind'], readonly [look: string, icon: IconName, words: Key]>> = {
  starting: ['badge sunken', 'clock', 'channels.starting'],
  scan: ['badge warn', 'eye', 'channels.scan'],
  linking: ['badge sunken', 'clock', 'channels.linking'],
  linked: ['badge accent', 'check', 'channels.linked'],
  lost: ['badge warn', 'offline', 'channels.lost'],
  unlinked: ['badge warn', 'danger', 'channels.unlinked'],
  'no-browser': ['badge warn', 'danger', 'channels.no-browser'],
  off: ['badge sunken', 'clock', 'channels.off'],
}

const Link = ({ link }: { readonly link: LinkView }) => {
  const { t } = useI18n()
  const [look, icon, words] = LOOKS[link.kind]
  return (
    <>
      <p role="status">
        <span className={look}>
          <Icon name={icon} />
          {t(words, link.kind === 'linked' ? { name: link.as ?? 'WhatsApp' } : {})}
        </span>
      </p>
      {link.kind === 'scan' && (
        <>
          <Code code={link.code} label={t('channels.code')} />
          <p>{t('channels.scan-words')}</p>
        </>
      )}
      {link.kind === 'linked' && <p>{t('channels.linked-words')}</p>}
      {link.kind === 'lost' && <p>{t(`channels.lost-${link.why}`)}</p>}
      {link.kind === 'unlinked' && <p>{t('channels.unlinked-words')}</p>}
      {link.kind === 'no-browser' && (
        <p>
          {t('channels.no-browser-words')} <code>{link.command}</code>
        </p>
      )}
      {link.kind === 'linked' ? <Unlink /> : link.kind !== 'starting' && link.kind !== 'linking' && <Renew />}
    </>
  )
}

const useAction = (path: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => post(done, `channels/whatsapp-web/${path}`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.channels }),
  })
}

const Renew = () => {
  const { t } = useI18n()
  const renew = useAction('renew')
  return (
    <div className="actions">
      <Button icon="retry" busy={renew.isPending && t('state.working')} onClick={() => renew.mutate()}>
        {t('channels.new-code')}
      </Button>
      <Failure error={renew.error} />
    </div>
  )
}

/** In two steps: a new link needs the telephone, which may be far away. */
const Unlink = () => {
  const { t } = useI18n()
  const unlink = useAction('unlink')
  const [sure, setSure] = useState(false)
  if (!sure) {
    return (
      <div className="actions">
        <Button onClick={() => setSure(true)}>{t('channels.unlink')}</Button>
      </div>
    )
  }
  return (
    <div className="actions">
      <p>{t('channels.unlink-words')}</p>
      <Button look="primary" busy={unlink.isPending && t('state.working')} onClick={() => unlink.mutate()}>
        {t('channels.unlink-sure')}
      </Button>
      <Button onClick={() => setSure(false)}>{t('action.cancel')}</Button>
      <Failure error={unlink.error} />
    </div>
  )
}
