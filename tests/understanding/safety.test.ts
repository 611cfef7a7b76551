import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DANGERS } from '../../bot/danger.ts'
import { createSafety } from '../../bot/engine/safety.ts'
import { KNOWLEDGE_DIR } from '../../knowledge/load.ts'
import { readContent } from '../../knowledge/read.ts'
import { ABOUT_DANGER, understandingData } from '../../knowledge/words.ts'
import { SENTENCES } from './danger-sentences.ts'

const safety = createSafety(understandingData(readContent(KNOWLEDGE_DIR)).dangers)

describe('the rules of a phrase', () => {
  const small = createSafety({
    groups: { man: ['marido', 'mari'] },
    not: ['riso'],
    tables: [
      { kind: 'violence', phrases: ['@man bate|frappe*', 'ameaca ... pistola'], not: ['bate palmas'] },
      { kind: 'sea', phrases: ['naufrag*', 'homem_ao_mar'], not: [] },
    ],
  })

  it('wants the words in order, with at most two between', () => {
    expect(small('o meu marido ontem bate')).toBe('violence')
    expect(small('bate o meu marido')).toBeNull()
    expect(small('marido que eu tanto amo bate')).toBeNull()
  })

  it('allows seven words where the phrase says so', () => {
    expect(small('ele ameaca a familia toda com uma grande pistola')).toBe('violence')
  })

  it('takes stems and words that stand directly together', () => {
    expect(small('houve um naufragio')).toBe('sea')
    expect(small('homem ao mar')).toBe('sea')
    expect(small('homem foi ao mar')).toBeNull()
  })

  it('is not alarmed by a near miss, but by a real danger beside it', () => {
    expect(small('o marido bate palmas')).toBeNull()
    expect(small('o marido bate palmas. depois o marido bate')).toBe('violence')
  })

  it('forgives a typing error in a long word only beside a word that is right', () => {
    expect(small('ameaca com pistoal')).toBe('violence')
    expect(small('amaeca com pistoal')).toBeNull()
    expect(small('homem oa mar')).toBeNull()
  })

  it('takes the kind that stands first in the list of dangers', () => {
    expect(DANGERS.indexOf('sea')).toBeLessThan(DANGERS.indexOf('violence'))
    expect(small('o marido bate e houve um naufragio')).toBe('sea')
  })

  it('refuses a phrase with a group that is not there', () => {
    expect(() => createSafety({ groups: {}, not: [], tables: [{ kind: 'sea', phrases: ['@boat'], not: [] }] })).toThrow(
      'no group @boat',
    )
  })
})

describe('the real tables', () => {
  const urgent: readonly (readonly [string, string])[] = [
    ['sea', 'o nosso bote virou perto da ilha, há gente na água'],
    ['sea', 'our boat is sinking please send help'],
    ['sea', 'la pirogue prend l’eau, on est vingt'],
    ['sea', 'nos barku sta ta funda, djuda-nu'],
    ['fire-disaster', 'a casa está a arder'],
    ['fire-disaster', 'there is a fire in the kitchen of my house'],
    ['fire-disaster', 'ya le feu dans limmeuble'],
    ['fire-disaster', 'kaza di nha vizinhu sta ta kema'],
    ['medical', 'a minha mãe não consegue respirar'],
    ['medical', 'my wife is unconscious on the floor'],
    ['medical', 'mon fils saigne beaucoup de la tete'],
    ['medical', 'nha pai ka ta rispira'],
    ['suicide', 'já não quero viver'],
    ['suicide', 'i want to end my life'],
    ['suicide', 'je veux mourir'],
    ['suicide', 'n kre mata nha kabesa'],
    ['sexual-violence', 'fui violada ontem à noite'],
    ['sexual-violence', 'a man raped my friend'],
    ['sexual-violence', 'mon oncle a viole ma soeur'],
    ['sexual-violence', 'patron ta obriga-m ten relasan seksual ku el'],
    ['violence', 'o meu namorado ameaçou matar-me'],
    ['violence', 'my husband beats me every night'],
    ['violence', 'mon copain me frappe souvent'],
    ['violence', 'nha maridu ta bati na mi'],
    ['child', 'uma criança de quatro anos está sozinha na rua'],
    ['child', 'i cant find my son since this morning'],
    ['child', 'ma fille a disparu depuis hier'],
    ['child', 'nha fidja sumi onti'],
    ['trafficking', 'o patrão ficou com o meu passaporte e não me deixa sair'],
    ['trafficking', 'my boss took my passport and i cannot leave the house'],
    ['trafficking', 'on nous force à travailler sans salaire et on nous enferme'],
    ['trafficking', 'patron toma nha pasaporti y el ka ta dexa-m sai'],
    ['detention', 'a polícia prendeu o meu irmão hoje'],
    ['detention', 'i am detained at the airport'],
    ['detention', 'la police a arrete mon frere ce matin'],
    ['detention', 'pulisia leba nha ermon, el sta prezu'],
  ]
  it.each(urgent)('%s: %s', (kind, text) => {
    expect(safety(text)).toBe(kind)
  })

  it.each(SENTENCES)('%s: %s', (kind, text) => {
    expect(safety(text)).toBe(kind)
  })

  it.each([
    'quanto custa um certificado da polícia',
    'where do i get a police certificate',
    'my permit is dying next month, how do I renew it',
    'the boss will fire me, do I get money',
    'fui despedido sem aviso, que direitos tenho',
    'i am just killing time until my appointment',
    'morro de saudade dos meus filhos, como os trago',
    'n ta more di sodadi di nha mai',
    'je meurs de rire',
    'moro na ilha do fogo, onde renovo',
    'kantu e pasaji di barku pa Fogu',
    'o navio para o Fogo sai às seis',
    'tem fogo para grelhar o peixe na praia?',
    'on fait un feu pour griller le maïs, c’est permis ?',
    'there is a fire to cook for the wedding, do we need a paper',
    'amanhã há simulacro de incêndio na escola',
    'we buried our cat under the mango tree',
    'le gamin tape dans un tambour toute la journée',
    'nha bebe ta txora txeu, denti sta ta nase',
    'can the police arrest me if my visa expired',
    'perdi o meu passaporte na praia',
    'o meu filho viaja sozinho, precisa de autorização',
    'presu di kartan e kantu',
    'gaal bi ñaata la',
    'fan la police nekk',
    'damay liggéey ci gaal',
    'sama doom bëgg na dem école',
    'keur massar la jóge, naka laa def residence',
    'olá, bom dia',
    '',
  ])('no alarm: %s', (text) => {
    expect(safety(text)).toBeNull()
  })

  it('finds danger in capitals, without accents, in the middle of a story and in two languages at once', () => {
    expect(safety('NAO CONSIGO RESPIRAR')).toBe('medical')
    const story = 'cheguei em março e trabalho num bar. '.repeat(20)
    expect(safety(`${story} o meu marido bateu-me outra vez. ${story}`)).toBe('violence')
    expect(safety('please ajuda, o barco is sinking')).toBe('sea')
    expect(safety('o barco para o Fogo já saiu, e agora há fogo na casa do vizinho')).toBe('fire-disaster')
    expect(safety('they were making a fire to cook, now the house is burning')).toBe('fire-disaster')
  })

  it('raises hardly any alarm on the example questions of the entries', () => {
    const entries = readContent(KNOWLEDGE_DIR).entries.filter(({ head }) => !ABOUT_DANGER.has(head.id))
    const questions = entries.flatMap(({ translations }) =>
      Object.values(translations).flatMap((translation) => translation.questions.map(({ text }) => text)),
    )
    const alarms = questions.filter((text) => safety(text) !== null)
    expect(questions.length).toBeGreaterThan(1_000)
    // The classifier of alarm.ts checks each of them; some of these questions do tell of danger.
    expect(alarms.length / questions.length).toBeLessThan(0.015)
  })

  it('gives the same answer to any text twice, and throws on none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(safety(text)).toBe(safety(text))
      }),
    )
  })

  it('bears texts that repeat the words of its phrases thousands of times', () => {
    expect(safety('marido faca mar barco '.repeat(20_000))).not.toBeUndefined()
  })
})
