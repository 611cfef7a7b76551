/** The part of node-nlp that the comparison uses; the package brings no types. */
declare module 'node-nlp' {
  export class NlpManager {
    constructor(settings: {
      readonly languages: readonly string[]
      readonly forceNER: boolean
      readonly autoSave: boolean
      readonly nlu: { readonly log: boolean; readonly useNoneFeature: boolean }
    })
    addDocument(language: string, text: string, intent: string): void
    train(): Promise<void>
    process(
      language: string,
      text: string,
    ): Promise<{ readonly classifications: readonly { readonly intent: string; readonly score: number }[] }>
  }
}

/** The classifier of natural, without the whole package. */
declare module 'natural/lib/natural/classifiers/bayes_classifier.js' {
  export default class BayesClassifier {
    constructor(stemmer: unknown)
    addDocument(text: string, label: string): void
    train(): void
    getClassifications(text: string): readonly { readonly label: string; readonly value: number }[]
  }
}
