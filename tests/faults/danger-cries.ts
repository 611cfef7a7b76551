import type { Danger } from '../../bot/danger.ts'
import type { Lang } from '../../locales/languages.ts'

/** For each danger and language: how it may be written, and with a typing error in it. */
export const CRIES: Readonly<Record<Danger, Readonly<Record<Lang, readonly [right: string, misspelt: string]>>>> = {
  sea: {
    pt: ['o nosso barco está a afundar, somos dez', 'o nosso barco está a afundarr, somos dez'],
    en: ['the boat is sinking, we are ten people', 'the boat is sinkinng, we are ten people'],
    fr: ['la pirogue est en train de couler', 'la piroque est en train de couler'],
    kea: ['bóti sta ta funda, nos e des', 'nos barku ta afunddá, nos e des'],
  },
  'fire-disaster': {
    pt: ['há fogo no meu prédio, não consigo sair', 'há inçendio no meu prédio, não consigo sair'],
    en: ['my house is on fire', 'there is a big firre in my house, it is buring'],
    fr: ['il y a un incendie dans mon immeuble', 'il y a un incendi dans mon immeuble'],
    kea: ['nha kaza sta ta kema', 'inséndiu na nha kaza, fogu grandi'],
  },
  medical: {
    pt: ['a minha irmã desmaiou e não acorda', 'a minha irmã desmaiouu e não acorda'],
    en: ['my son is unconscious and does not wake up', 'my son is unconcious and does not wake up'],
    fr: ['mon père ne respire plus', 'mon père ne respirre plus'],
    kea: ['nha pai dizmaia, e ka ta rispira', 'nha pai dizmaia, e ka ta rispirra'],
  },
  suicide: {
    pt: ['já pensei em suicidar-me esta noite', 'quero suicidarme esta noite'],
    en: ['I want to kill myself tonight', 'I am thinking of suiside tonight'],
    fr: ['je pense au suicide', 'je veux me suicidder'],
    kea: ['N kre mata nha kabésa', 'N sta ta pensa na suisidiu, N kre suisida'],
  },
  'sexual-violence': {
    pt: ['um homem violou a minha amiga', 'o patrão quer que eu durma com ele, assédio sexuall'],
    en: ['he raped me last night', 'sexual harasment by my boss every day'],
    fr: ['on m’a violée hier soir', 'un homme a violéee ma soeur'],
    kea: ['un ómi viola-m', 'patron ta abuza di mi seksualmenti'],
  },
  violence: {
    pt: ['o meu namorado bateu-me e ameaçou matar-me', 'o meu marrido bateu-me'],
    en: ['my husband beats me every day', 'my husbend beats me every day'],
    fr: ['mon copain me frappe', 'mon copain me frape'],
    kea: ['nha maridu ta da-m ku po', 'nha marridu ta bate-m'],
  },
  child: {
    pt: ['a minha filha de sete anos desapareceu', 'a minha filha de sete anos desaparesceu'],
    en: ['my little son is missing since this morning', 'my daugter is missing since this morning'],
    fr: ['ma fille de six ans a disparu', 'ma fille de six ans a disparru'],
    kea: ['nha fidju femia dizaparse', 'nha fidju femia dizapparse'],
  },
  trafficking: {
    pt: [
      'o patrão ficou com o meu passaporte e obriga-me a trabalhar',
      'o patrão ficou com o meu pasaporte e obriga-me a trabalhar',
    ],
    en: ['my boss took my passport and forces me to work', 'my boss took my pasport and forces me to work'],
    fr: ['mon patron a gardé mon passeport et me force à travailler', 'mon patron a pris mon paseport'],
    kea: ['patron toma nha pasaporti y ta obriga-m trabadja', 'patron toma nha passaporti y ta obriga-m trabadja'],
  },
  detention: {
    pt: ['a polícia prendeu o meu irmão', 'a polísia prendeu o meu irmão'],
    en: ['the police arrested my brother', 'the police arested my brother'],
    fr: ['la police a arrêté mon frère', 'la police a areté mon frère'],
    kea: ['pulísia prende nha irmon', 'pulissia prende nha irmon'],
  },
}
