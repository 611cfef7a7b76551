import { z } from 'zod'
import { fail, ok, type Result } from '../../bot/result.ts'
import type { Detected } from '../../bot/understanding/language.ts'
import { LANGS } from '../../locales/languages.ts'
import { wilson } from './evaluation.ts'

/*
 * How often the language of a sentence is recognised: of all of it, and of its first three words, because people write short.
 */

const lineSchema = z.tuple([z.enum([...LANGS, 'other']), z.string().trim().min(1)])
export type Sentence = { readonly lang: z.output<typeof lineSchema>[0]; readonly text: string }

const SHORT = 3

/** Every line `language<tab>sentence`, `other` for a language that is not spoken here; or every line that is wrong. */
export const readSentences = (tsv: string): Result<readonly Sentence[], readonly string[]> => {
  const errors: string[] = []
  const sentences: Sentence[] = []
  tsv.split(/\r?\n/).forEach((line, at) => {
    if (line.trim() === '') return
    const read = lineSchema.safeParse(line.split('\t'))
    if (read.success) sentences.push({ lang: read.data[0], text: read.data[1] })
    else errors.push(`line ${at + 1}: not a language (${[...LANGS, 'other'].join(', ')}), a tab and a sentence`)
  })
  if (sentences.length === 0 && errors.length === 0) errors.push('the file has no sentences')
  return errors.length > 0 ? fail(errors) : ok(sentences)
}

const rate = (right: number, of: number): string => {
  const { low, high } = wilson(right, of)
  const [share, least, most] = [right / of, low, high].map((value) => (100 * value).toFixed(1))
  return `${share} % (${right}/${of}; ${least}-${most})`
}

/** A line for each language. In brackets: the count and the 95 % interval of Wilson. */
export const languageReport = (sentences: readonly Sentence[], detect: (text: string) => Detected): string => {
  const isRight = (lang: Sentence['lang'], text: string): boolean => {
    const found = detect(text)
    return (found.spoken ? found.lang : 'other') === lang
  }
  return [...LANGS, 'other' as const]
    .flatMap((lang) => {
      const own = sentences.filter((sentence) => sentence.lang === lang)
      if (own.length === 0) return []
      const whole = own.filter(({ text }) => isRight(lang, text)).length
      const short = own.filter(({ text }) => isRight(lang, text.split(/\s+/).slice(0, SHORT).join(' '))).length
      return [`${lang}: whole sentences ${rate(whole, own.length)}; first three words ${rate(short, own.length)}`]
    })
    .join('\n')
}
