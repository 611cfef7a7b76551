import type { Lang } from './languages.ts'

/**
 * Words that work everywhere, as people type them, without accents and in small letters. A message is a command only where
 * it is one of these and nothing else: "menu" is, "what is on the menu" is not.
 */
export const COMMANDS = {
  menu: {
    pt: ['menu', 'temas', 'inicio', 'voltar', 'ajuda', 'opcoes', 'cancelar', 'sair'],
    en: ['menu', 'topics', 'help', 'back', 'options', 'cancel', 'quit', 'exit'],
    fr: ['menu', 'themes', 'aide', 'retour', 'options', 'annuler', 'quitter'],
    kea: ['menu', 'temas', 'djuda', 'volta', 'kumesu', 'inisiu'],
  },
  language: {
    pt: ['lingua', 'idioma', 'mudar lingua', 'mudar de lingua', 'mudar idioma', 'lingua portuguesa'],
    en: ['language', 'change language', 'lang'],
    fr: ['langue', 'changer langue', 'changer de langue'],
    kea: ['lingua', 'muda lingua', 'muda di lingua'],
  },
  person: {
    pt: ['pessoa', 'humano', 'atendente', 'falar com uma pessoa', 'falar com pessoa', 'quero falar com uma pessoa'],
    en: ['person', 'human', 'agent', 'talk to a person', 'speak to a person', 'talk to someone', 'i want a person'],
    fr: ['personne', 'humain', 'agent', 'parler a une personne', 'parler a quelqu un', 'parler avec quelqu un'],
    kea: ['algen', 'pessoa', 'papia ku algen', 'papia ku un algen', 'n kre papia ku algen', 'fala ku algen'],
  },
  stop: {
    pt: ['parar', 'para', 'pare'],
    en: ['stop', 'unsubscribe'],
    fr: ['stop', 'arreter', 'arrete', 'arretez'],
    kea: ['para', 'stop'],
  },
  start: {
    pt: ['comecar', 'iniciar', 'continuar'],
    en: ['start', 'begin', 'continue'],
    fr: ['commencer', 'demarrer', 'continuer'],
    kea: ['kumesa', 'kontinua', 'comesa'],
  },
  'my-data': {
    pt: ['os meus dados', 'meus dados', 'os seus dados'],
    en: ['my data', 'show my data'],
    fr: ['mes donnees', 'vos donnees'],
    kea: ['nha dadus', 'nhas dadus', 'nha dados'],
  },
  'delete-my-data': {
    pt: ['apagar os meus dados', 'apagar meus dados', 'apagar dados', 'apagar tudo', 'apague os meus dados'],
    en: ['delete my data', 'erase my data', 'delete everything', 'erase everything'],
    fr: ['effacer mes donnees', 'supprimer mes donnees', 'effacer tout', 'tout effacer'],
    kea: ['apaga nha dadus', 'apaga nha dados', 'apaga tudu', 'tra nha dadus'],
  },
  status: {
    pt: ['o meu caso', 'meu caso', 'estado', 'estado do caso', 'ver o meu caso'],
    en: ['my case', 'status', 'case status', 'see my case'],
    fr: ['mon dossier', 'statut', 'mon cas', 'etat du dossier', 'voir mon dossier'],
    kea: ['nha kazu', 'odja nha kazu', 'nha caso'],
  },
  join: {
    pt: ['juntar', 'juntar conversas', 'juntar chats', 'outro telefone', 'outra aplicacao'],
    en: ['join', 'join chats', 'link chats', 'other phone', 'other app'],
    fr: ['joindre', 'relier', 'relier les conversations', 'autre telephone', 'autre application'],
    kea: ['djunta', 'djunta konversa', 'djunta konversas', 'otu telefoni', 'otu aplikason'],
  },
  withdraw: {
    pt: ['retirar caso', 'retirar o caso', 'cancelar caso', 'retirar o meu caso'],
    en: ['withdraw case', 'withdraw my case', 'cancel case', 'cancel my case'],
    fr: ['retirer dossier', 'retirer le dossier', 'retirer mon dossier', 'annuler dossier'],
    kea: ['tra kazu', 'tra nha kazu', 'kansela kazu'],
  },
  privacy: {
    pt: ['privacidade'],
    en: ['privacy'],
    fr: ['vie privee', 'confidentialite'],
    kea: ['privasidadi', 'privacidade'],
  },
  repeat: {
    pt: ['repetir', 'repete', 'repita'],
    en: ['repeat', 'again'],
    fr: ['repeter', 'repetez', 'repete'],
    kea: ['ripiti', 'ripite', 'repete'],
  },
  more: {
    pt: ['mais', 'saber mais'],
    en: ['more', 'know more', 'tell me more'],
    fr: ['plus', 'en savoir plus'],
    kea: ['mas', 'sabe mas'],
  },
  urgent: {
    pt: ['urgencia', 'emergencia', 'urgente', 'socorro', 'perigo'],
    en: ['emergency', 'urgent', 'danger', 'sos'],
    fr: ['urgence', 'urgent', 'danger', 'au secours'],
    kea: ['urjensia', 'urjenti', 'sakoru', 'prigu', 'sukoru'],
  },
} as const satisfies Record<string, Record<Lang, readonly string[]>>

export type Command = keyof typeof COMMANDS

/** Names of the languages as people write them when they want another one. */
export const LANGUAGE_NAMES: Readonly<Record<Lang, readonly string[]>> = {
  pt: ['portugues', 'portuguese', 'portugais', 'purtuges', 'fala portugues', 'em portugues', 'pt'],
  en: [
    'english',
    'ingles',
    'anglais',
    'in english',
    'english please',
    'english pls',
    'speak english',
    'em ingles',
    'en anglais',
  ],
  fr: ['francais', 'french', 'frances', 'franses', 'en francais', 'parle francais', 'em frances', 'in french'],
  kea: [
    'kriolu',
    'crioulo',
    'creole',
    'kabuverdianu',
    'krioulo',
    'kriol',
    'fala kriolu',
    'papia kriolu',
    'na kriolu',
    'em crioulo',
    'criolo',
    'cap verdien',
    'cabo verdiano',
  ],
}
