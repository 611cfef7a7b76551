import { useEffect, useRef, useState } from 'react'
import { LANGS } from '../../../../locales/languages.ts'
import { QUESTIONS_SHOWN, type Question } from '../../contract-questions.ts'
import { announce } from '../lib/announce.tsx'
import { problemOf } from '../lib/api.ts'
import { type Key, useI18n } from '../lib/i18n.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Failure, Trouble } from '../ui/trouble.tsx'
import { type Filter, useDrop, useEntries, useQuestions, useTakeOff } from './queries.ts'
import { QuestionRow } from './question-row.tsx'
import { ReviewDialog } from './review-dialog.tsx'

const HOWS = ['all', 'unknown', 'chosen', 'useful'] as const satisfies readonly Filter['how'][]
const DONE: Readonly<Record<'added' | 'dropped' | 'gone', Key>> = {
  added: 'questions.added',
  dropped: 'questions.dropped',
  gone: 'questions.gone',
}

/** How people asked, masked: what was not known, chosen or useful, for a person to add to the examples. Leads and administrators. */
export const QuestionsPage = () => {
  const { t, n } = useI18n()
  const [filter, setFilter] = useState<Filter>({ lang: 'all', how: 'all', most: QUESTIONS_SHOWN })
  const list = useQuestions(filter)
  const entries = useEntries()
  const drop = useDrop()
  const [reviewing, setReviewing] = useState<Question | null>(null)
  const [said, setSaid] = useState<Key | null>(null)
  const { root, reviewed } = useReviewed(list.data?.questions, reviewing !== null)
  const failed = list.isError && !list.data ? list : entries.query.isError && !entries.query.data ? entries.query : null

  const narrow = (change: Partial<Filter>): void => {
    setSaid(null)
    setFilter({ ...filter, most: QUESTIONS_SHOWN, ...change })
  }
  const done = (id: string, how: keyof typeof DONE): void => {
    setReviewing(null)
    setSaid(DONE[how])
    announce(t(DONE[how]))
    reviewed(id)
  }
  const total = list.data?.counts[filter.how] ?? 0
  const shown = list.data?.questions ?? []
  return (
    <div className="page-body" ref={root}>
      <header className="page-head">
        <div>
          <h1 tabIndex={-1}>{t('questions.title')}</h1>
          <p>{t('questions.about')}</p>
        </div>
      </header>
      {list.data?.writable === false && (
        <div className="strip">
          <Icon name="lock" />
          <p>{t('questions.read-only')}</p>
        </div>
      )}
      <div className="filters">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset draws its legend across its edge */}
        <div className="choices" role="group" aria-label={t('questions.how')}>
          {HOWS.map((how) => (
            <button key={how} type="button" aria-pressed={filter.how === how} onClick={() => narrow({ how })}>
              {t(`questions.${how}`)}
              {list.data && <span className="pill">{list.data.counts[how]}</span>}
            </button>
          ))}
        </div>
        <Select
          label={t('questions.lang')}
          value={filter.lang}
          options={[
            { value: 'all', label: t('questions.all-langs') },
            ...LANGS.map((value) => ({ value, label: t(`lang.${value}`) })),
          ]}
          onChange={(lang) => narrow({ lang })}
        />
      </div>
      {said !== null && (
        <p className="said">
          <Icon name="check" />
          {t(said)}
        </p>
      )}
      <Failure error={drop.error} />
      {failed && <Trouble title={t('questions.failed')} error={failed.error} retry={() => failed.refetch()} />}
      {!failed && (list.isPending || entries.query.isPending) && <p role="status">{t('state.loading')}</p>}
      {list.data && entries.query.data && shown.length === 0 && (
        <div className="empty">
          <p>
            <strong>{t('questions.empty')}</strong>
          </p>
          <p>{t('questions.empty-hint')}</p>
        </div>
      )}
      {entries.query.data && shown.length > 0 && (
        <ul className="card people questions">
          {shown.map((question) => (
            <QuestionRow
              key={question.id}
              question={question}
              entries={entries}
              dropping={drop.isPending && drop.variables === question.id}
              onReview={() => setReviewing(question)}
              onDrop={() =>
                drop.mutate(question.id, {
                  onSuccess: () => done(question.id, 'dropped'),
                  onError: (error) => problemOf(error).kind === 'not-found' && done(question.id, 'gone'),
                })
              }
            />
          ))}
        </ul>
      )}
      {shown.length < total && shown.length > 0 && (
        <div className="actions">
          <Button icon="down" onClick={() => setFilter({ ...filter, most: filter.most + QUESTIONS_SHOWN })}>
            {t('questions.more')}
          </Button>
          <p className="hint">{n('questions.shown', total, { shown: shown.length })}</p>
        </div>
      )}
      {reviewing && (
        <ReviewDialog
          question={reviewing}
          entries={entries}
          onClose={() => setReviewing(null)}
          onDone={(how) => done(reviewing.id, how)}
        />
      )}
    </div>
  )
}

/** Takes a question off the list; the focus goes to the one that takes its place, or to the title when there is none left. */
const useReviewed = (questions: readonly Question[] | undefined, inDialog: boolean) => {
  const root = useRef<HTMLDivElement>(null)
  const leaving = useRef<{ readonly id: string; readonly at: number } | null>(null)
  const takeOff = useTakeOff()
  useEffect(() => {
    const left = leaving.current
    // A dialog that is about to close still holds the focus.
    if (left === null || inDialog || !questions || questions.some(({ id }) => id === left.id)) return
    leaving.current = null
    const buttons = root.current?.querySelectorAll<HTMLElement>('[data-review]') ?? []
    const next = buttons[Math.min(left.at, buttons.length - 1)] ?? root.current?.querySelector('h1')
    next?.focus()
  }, [questions, inDialog])
  const reviewed = (id: string): void => {
    leaving.current = { id, at: questions?.findIndex((question) => question.id === id) ?? 0 }
    takeOff(id)
  }
  return { root, reviewed }
}
