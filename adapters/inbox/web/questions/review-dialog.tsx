import { useEffect, useRef, useState } from 'react'
import { exampleFault, exampleOf, MOST_EXAMPLE } from '../../../../bot/example.ts'
import type { EntryId } from '../../../../bot/ids.ts'
import { FORMAT_TAG, LANGS } from '../../../../locales/languages.ts'
import type { Question } from '../../contract-questions.ts'
import { problemOf } from '../lib/api.ts'
import { useI18n } from '../lib/i18n.ts'
import { useNames } from '../lib/me.ts'
import { Button } from '../ui/button.tsx'
import { Combobox } from '../ui/combobox.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { LongLine, Select } from '../ui/field.tsx'
import { Failure } from '../ui/trouble.tsx'
import { type Entries, OFFERED, useAdd, useDrop } from './queries.ts'

type ReviewProps = {
  readonly question: Question
  readonly entries: Entries
  readonly onClose: () => void
  readonly onDone: (how: 'added' | 'dropped' | 'gone') => void
}

/** The question in one's own words, and the entry that should answer it. */
export const ReviewDialog = ({ question, entries, onClose, onDone }: ReviewProps) => {
  const { t } = useI18n()
  const names = useNames()
  const [words, setWords] = useState(question.words)
  const [entry, setEntry] = useState<EntryId | null>(question.entry)
  const [lang, setLang] = useState(question.lang)
  const [tries, setTries] = useState(0)
  const add = useAdd(question.id)
  const drop = useDrop()
  const fault = exampleFault(exampleOf(words))
  const fields = useRef<HTMLDivElement>(null)
  // On a phone the field that is wrong may be out of sight.
  useEffect(() => {
    if (tries > 0) fields.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }, [tries])
  const gone = (error: unknown): void => {
    if (problemOf(error).kind === 'not-found') onDone('gone')
  }
  const submit = (): void => {
    setTries(tries + 1)
    if (fault !== null || entry === null || add.isPending) return
    add.mutate({ entry, lang, words: exampleOf(words) }, { onSuccess: () => onDone('added'), onError: gone })
  }
  const picks = [...(question.entry === null ? [] : [question.entry]), ...question.likely.slice(0, OFFERED)]
  const reworded = question.words.includes('…') || question.words.includes('#')
  return (
    <Dialog
      title={t('questions.review-title')}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button
            busy={drop.isPending && t('state.working')}
            onClick={() => drop.mutate(question.id, { onSuccess: () => onDone('dropped'), onError: gone })}
          >
            {t('questions.drop')}
          </Button>
          <Button type="submit" look="primary" busy={add.isPending && t('questions.checking')}>
            {t('questions.add')}
          </Button>
        </>
      }
    >
      <div className="fields" ref={fields}>
        <LongLine
          label={t('questions.words')}
          hint={t(reworded ? 'questions.words-masked' : 'questions.words-hint')}
          error={tries > 0 && fault !== null ? t(`example.${fault}`, { most: MOST_EXAMPLE }) : null}
          lang={FORMAT_TAG[lang]}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <Combobox
          label={t('questions.entry')}
          error={tries > 0 && entry === null ? t('questions.needs-entry') : null}
          placeholder={t('questions.entry-search')}
          value={entry}
          options={entries.entries.map(({ id, topic, title }) => ({
            value: id,
            label: title,
            detail: names.topic(topic),
          }))}
          onChange={setEntry}
        />
        {picks.length > 0 && (
          <div className="picks">
            <p className="hint" id="picks">
              {t('questions.picks')}
            </p>
            <ul aria-labelledby="picks">
              {picks.map((id) => (
                <li key={id}>
                  <button type="button" className="pick" aria-pressed={id === entry} onClick={() => setEntry(id)}>
                    {entries.title(id)}
                    {id === question.entry && (
                      <small>{t(question.how === 'chosen' ? 'questions.was-chosen' : 'questions.was-useful')}</small>
                    )}
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )}
        <Select
          label={t('questions.lang')}
          value={lang}
          options={LANGS.map((value) => ({ value, label: t(`lang.${value}`) }))}
          onChange={setLang}
        />
      </div>
      <Refusal error={add.error ?? drop.error} entries={entries} />
    </Dialog>
  )
}

/** Why it was not added; where another entry has it, which one; what is wrong in the knowledge, for whoever runs it. */
const Refusal = ({ error, entries }: { readonly error: unknown; readonly entries: Entries }) => {
  const { t } = useI18n()
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (error) root.current?.scrollIntoView({ block: 'nearest' })
  }, [error])
  const problem = error ? problemOf(error) : null
  const [entry, detail] = problem?.kind === 'example' ? [problem.entry, problem.detail] : [null, []]
  return (
    <div className="refusal" ref={root}>
      <Failure error={error} />
      {entry !== null && <p>{t('questions.belongs', { title: entries.title(entry) })}</p>}
      {detail.map((line) => (
        <p className="hint" key={line}>
          <code>{line}</code>
        </p>
      ))}
    </div>
  )
}
