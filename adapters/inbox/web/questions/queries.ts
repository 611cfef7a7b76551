import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { EntryId } from '../../../../bot/ids.ts'
import { done } from '../../contract.ts'
import { type addRequest, entryList, type Question, questionList } from '../../contract-questions.ts'
import { get, post } from '../lib/api.ts'
import { useI18n } from '../lib/i18n.ts'
import { keys } from '../lib/queries.ts'

/** Of the likeliest, as many as a person was offered. */
export const OFFERED = 3

export type Filter = {
  readonly lang: Question['lang'] | 'all'
  readonly how: Question['how'] | 'all'
  readonly most: number
}

/** The whole knowledge is checked before anything is added, which a small machine may take long for. */
const ADDING = 60_000

export const useQuestions = (filter: Filter) =>
  useQuery({
    queryKey: keys.questionList(filter),
    queryFn: () => {
      const query = new URLSearchParams({ most: String(filter.most) })
      if (filter.lang !== 'all') query.set('lang', filter.lang)
      if (filter.how !== 'all') query.set('how', filter.how)
      return get(questionList, `questions?${query}`)
    },
    placeholderData: (before) => before,
  })

/** Every entry, and its title in the language of the page; an entry that is gone by its id. */
export const useEntries = () => {
  const { lang } = useI18n()
  const query = useQuery({ queryKey: keys.entries, queryFn: () => get(entryList, 'questions/entries') })
  const entries = query.data?.entries ?? []
  return {
    query,
    entries: entries.map(({ id, topic, title }) => ({ id, topic, title: title[lang] })),
    title: (id: EntryId): string => entries.find((entry) => entry.id === id)?.title[lang] ?? id,
  }
}
export type Entries = ReturnType<typeof useEntries>

const path = (id: string, action: string) => `questions/${encodeURIComponent(id)}/${action}`

export const useAdd = (id: string) =>
  useMutation({
    mutationFn: (request: z.input<typeof addRequest>) => post(done, path(id, 'add'), request, ADDING),
  })

export const useDrop = () => useMutation({ mutationFn: (id: string) => post(done, path(id, 'drop')) })

/** Takes what was reviewed off every list on the screen at once; what comes next is asked for. */
export const useTakeOff = () => {
  const client = useQueryClient()
  return (id: string): void => {
    client.setQueriesData<z.output<typeof questionList>>(
      { queryKey: keys.questionLists },
      (list) => list && { ...list, questions: list.questions.filter((question) => question.id !== id) },
    )
    client.invalidateQueries({ queryKey: keys.questionLists })
  }
}
