import type { ReactNode } from 'react'
import type { Instant } from '../../../../bot/time.ts'
import type { Lang } from '../../../../locales/languages.ts'
import { useI18n } from '../lib/i18n.ts'
import { Icon } from '../ui/icon.tsx'

export type Voice = 'person' | 'bot' | 'staff' | 'note'

const ICON = { person: null, bot: 'robot', staff: 'person', note: 'lock' } as const

type BubbleProps = {
  readonly voice: Voice
  readonly name: string
  readonly at: Instant
  /** The language of the words, where it is known. */
  readonly lang?: Lang
  readonly failed?: boolean
  readonly foot?: ReactNode
  readonly children: ReactNode
}

/** One of the four voices: side, outline, icon and name tell them apart, never colour alone. */
export const Bubble = ({ voice, name, at, lang, failed = false, foot, children }: BubbleProps) => {
  const { time, full } = useI18n()
  const icon = ICON[voice]
  return (
    <li className={`bubble ${voice} ${failed ? 'failed' : ''}`}>
      <div className="bubble-head">
        {icon && <Icon name={icon} />}
        <span>{name}</span>
        <time dateTime={new Date(at).toISOString()} title={full(at)}>
          {time(at)}
        </time>
      </div>
      <div className="bubble-words" lang={lang}>
        {children}
      </div>
      {foot}
    </li>
  )
}
