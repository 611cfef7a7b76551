import { instant } from '../../../../bot/time.ts'
import { FORMAT_TAG } from '../../../../locales/languages.ts'
import type { Question } from '../../contract-questions.ts'
import { type Key, useI18n } from '../lib/i18n.ts'
import { Button } from '../ui/button.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { type Entries, OFFERED } from './queries.ts'

const LOOKS: Readonly<Record<Question['how'], readonly [look: string, icon: IconName, words: Key]>> = {
  useful: ['badge accent', 'check', 'questions.useful'],
  chosen: ['badge sunken', 'transfer', 'questions.chosen'],
  unknown: ['badge warn', 'help', 'questions.unknown'],
}

type RowProps = {
  readonly question: Question
  readonly entries: Entries
  readonly dropping: boolean
  readonly onReview: () => void
  readonly onDrop: () => void
}

/** A question as somebody asked it, what was answered, and what the bot takes for likeliest. */
export const QuestionRow = ({ question, entries, dropping, onReview, onDrop }: RowProps) => {
  const { t, n, day } = useI18n()
  const { how, lang, words, times, lastDay, entry, likely } = question
  const [look, icon, label] = LOOKS[how]
  // A day has no time: noon is that day wherever one is.
  const last = day(instant(Date.parse(`${lastDay}T12:00:00Z`)))
  return (
    <li>
      <div>
        <p className="asked" lang={FORMAT_TAG[lang]}>
          {words}
        </p>
        <p className="person-name">
          <span className={look}>
            <Icon name={icon} />
            {t(label)}
          </span>
          <span className="aside">
            {t(`lang.${lang}`)} · {n('questions.times', times)} · {t('questions.last', { day: last })}
          </span>
        </p>
        {entry !== null && <p>{t('questions.given', { title: entries.title(entry) })}</p>}
        {likely.length > 0 && (
          <p className="aside">
            {t('questions.likely', { titles: likely.slice(0, OFFERED).map(entries.title).join('; ') })}
          </p>
        )}
      </div>
      <div className="actions">
        <Button data-review={question.id} onClick={onReview} aria-label={`${t('questions.review')}: ${words}`}>
          {t('questions.review')}
        </Button>
        <Button
          look="quiet"
          busy={dropping && t('state.working')}
          onClick={onDrop}
          aria-label={`${t('questions.drop')}: ${words}`}
        >
          {t('questions.drop')}
        </Button>
      </div>
    </li>
  )
}
