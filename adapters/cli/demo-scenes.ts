import type { Outcome } from '../../bot/ticket.ts'
import type { Lang } from '../../locales/languages.ts'

/** What happens in a demonstration, in order. `wait` is in minutes; a scene begins so many minutes before now. */
export type Step =
  | { readonly person: string }
  | { readonly photo: string }
  | { readonly voice: number }
  | { readonly claims: StaffKey }
  | { readonly staff: string }
  | { readonly notes: string; readonly by: StaffKey }
  | { readonly closes: Outcome }
  | { readonly wait: number }

export type Scene = {
  readonly name: string
  readonly lang: Lang
  readonly minutesAgo: number
  readonly steps: readonly Step[]
}

/** Invented staff. The mark stands in every name, so that nobody takes them for real. */
export const DEMO_STAFF = {
  zenaida: { name: 'Zenaida (demo)', role: 'lead', units: ['sal'] },
  paulo: { name: 'Paulo (demo)', role: 'agent', units: ['sal'] },
  marisa: { name: 'Marisa (demo)', role: 'agent', units: ['boa-vista'] },
  nelson: { name: 'Nelson (demo)', role: 'lead', units: ['sao-vicente'] },
  ines: { name: 'Inês (demo)', role: 'lead', units: ['santa-catarina', 'praia'] },
} as const
export type StaffKey = keyof typeof DEMO_STAFF

const yes: Readonly<Record<Lang, Step>> = {
  pt: { person: 'sim' },
  en: { person: 'yes' },
  fr: { person: 'oui' },
  kea: { person: 'sin' },
}

/** From the first question to the open case. */
const handOff = (lang: Lang, place: string): readonly Step[] => [{ person: PERSON[lang] }, { person: place }, yes[lang]]
const PERSON: Readonly<Record<Lang, string>> = {
  pt: 'falar com uma pessoa',
  en: 'talk to a person',
  fr: 'parler a une personne',
  kea: 'papia ku un algen',
}

/** Invented people: nobody of these names wrote any of this. */
export const SCENES: readonly Scene[] = [
  {
    name: 'Fatou N. (demo)',
    lang: 'fr',
    minutesAgo: 26 * 60,
    steps: [
      { person: 'bonjour, ma carte de residence finit bientot, je travaille dans un hotel' },
      ...handOff('fr', 'espargos'),
      { wait: 40 },
      { claims: 'zenaida' },
      { staff: 'Bonjour Fatou, je regarde votre dossier. Pouvez-vous m’envoyer une photo de la carte ?' },
      { wait: 300 },
      { photo: 'la voila' },
      { notes: 'Falta o atestado da Câmara.', by: 'paulo' },
      { wait: 1020 },
      { person: 'est-ce que le contrat de l’hotel suffit ?' },
    ],
  },
  {
    name: 'Ibrahima C. (demo)',
    lang: 'fr',
    minutesAgo: 50,
    steps: [
      { voice: 3 },
      ...handOff('fr', 'santa maria'),
      { wait: 2 },
      { person: 'je travaille depuis janvier sans contrat' },
    ],
  },
  {
    name: 'Blessing O. (demo)',
    lang: 'en',
    minutesAgo: 31,
    steps: [{ person: 'can my son start school when his papers are not complete' }, ...handOff('en', 'sal')],
  },
  {
    name: 'Nilson (demo)',
    lang: 'kea',
    minutesAgo: 27,
    steps: [{ person: 'nka ten dokumentu, N pode bai spital?' }, ...handOff('kea', 'sal rei')],
  },
  {
    name: 'Visitante (demo)',
    lang: 'pt',
    minutesAgo: 6,
    steps: [
      { person: 'meu patrao ficou com o meu passaporte e bate-me' },
      { person: 'sal' },
      { wait: 2 },
      { person: 'estou no armazem atras do hotel' },
    ],
  },
  {
    name: 'Domingas T. (demo)',
    lang: 'pt',
    minutesAgo: 3 * 24 * 60,
    steps: [
      { person: 'sou da guiné, onde peço a residência?' },
      ...handOff('pt', 'mindelo'),
      { wait: 25 },
      { claims: 'nelson' },
      { staff: 'Bom dia, Domingas. Venha ao Alto Solarino com o passaporte; vemos juntos a lista dos documentos.' },
      { person: 'obrigada, vou amanhã' },
      { wait: 1500 },
      { closes: 'appointment' },
    ],
  },
  {
    name: 'Chinedu (demo)',
    lang: 'en',
    minutesAgo: 5 * 60,
    steps: [
      { person: 'my visa don finish since two months, wetin i fit do' },
      ...handOff('en', 'boavista'),
      { wait: 30 },
      { claims: 'marisa' },
      { staff: 'Good afternoon. Please do not be afraid. Come to the unit in Sal Rei, we look at it together.' },
      { wait: 20 },
      { person: 'thank you, what time you open?' },
    ],
  },
  {
    name: 'Wang L. (demo)',
    lang: 'pt',
    minutesAgo: 2 * 24 * 60,
    steps: [
      { person: 'quero contrato para meu empregado estrangeiro' },
      ...handOff('pt', 'praia'),
      { wait: 60 },
      { claims: 'ines' },
      { staff: 'Bom dia. O contrato deve ser escrito. Passei a sua pergunta à Inspeção-Geral do Trabalho.' },
      { closes: 'referred' },
    ],
  },
  {
    name: 'Mariama (demo)',
    lang: 'fr',
    minutesAgo: 12,
    steps: [{ person: 'je veux rentrer chez moi au senegal, qui peut maider' }, ...handOff('fr', 'assomada')],
  },
]
