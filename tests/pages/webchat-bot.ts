import { choiceId } from '../../bot/ids.ts'
import type { Choice, InboundMessage, OutboundMessage } from '../../bot/message.ts'

const choice = (id: string, label: string): Choice => ({ id: choiceId(id), label })

const welcome: Readonly<Record<string, OutboundMessage>> = {
  pt: {
    text: 'Olá. Sou o assistente automático do Apoio ao Imigrante. Escreva a sua pergunta por palavras suas, ou escolha:',
    choices: [
      choice('topic:residence', 'Residência e vistos'),
      choice('topic:work', 'Trabalho'),
      choice('topic:health', 'Saúde'),
      choice('topic:school', 'Escola e cursos'),
      choice('topic:life', 'Vida diária'),
      choice('cmd:person', 'Falar com uma pessoa'),
    ],
  },
  fr: { text: 'Bonjour. Écrivez votre question, ou choisissez :', choices: [choice('topic:work', 'Travail')] },
}

export const ANSWER: OutboundMessage = {
  text: [
    'Avise a DEF (Direção de Estrangeiros e Fronteiras) em 48 horas. Faça assim:',
    '1. Vá à esquadra da Polícia Nacional da sua zona e peça uma declaração de perda.\n2. Avise a DEF: 336 04 14.\n3. Com a declaração, peça um cartão novo à DEF.',
    'Entretanto, tenha o passaporte consigo.',
    'Fonte: AAI, Conselhos úteis, aai.gov.cv/imigrantes/conselhos-uteis\nLido na fonte em 14 de novembro de 2026.\nConfirme com: DEF.',
  ].join('\n\n'),
  choices: [
    choice('entry:passport-lost', 'Também perdi o passaporte'),
    choice('entry:def-where', 'Onde fica a DEF?'),
    choice('useful:yes:card-lost', 'Ajudou'),
    choice('useful:no:card-lost', 'Não ajudou'),
    choice('cmd:person', 'Falar com uma pessoa'),
  ],
}

const danger: readonly OutboundMessage[] = [
  {
    text: 'Ligue já: 132 (polícia, grátis). Se alguém está ferido: 130 (ambulância, hospital).\nO que lhe fazem é um crime. Não tem culpa, e os seus papéis não são motivo para não pedir ajuda.',
    choices: [],
    urgent: true,
  },
  {
    text: 'Abri um caso urgente na Unidade do Sal, com o código K7Q2-M9XD. Não espere por ela: ligue já. Se puder, escreva aqui onde está.',
    choices: [choice('unit:sal', 'Sal'), choice('unit:boa-vista', 'Boa Vista'), choice('cmd:safe', 'Não é urgente')],
  },
]

const urgentAsk: OutboundMessage = {
  text: 'Polícia: 132\nAmbulância: 130\nBombeiros: 131\n\nEstá em perigo agora? Escolha o que se passa, para os números certos:',
  choices: [choice('danger:fire', 'Fogo ou desastre'), choice('danger:medical', 'Alguém está muito mal')],
  urgent: true,
}

/** A bot by script, with every kind of message that the page can show. */
export const scriptedBot = (message: InboundMessage): readonly OutboundMessage[] => {
  const { body } = message
  if (body.kind === 'choice' && body.choice.startsWith('lang:')) {
    return [welcome[body.choice.slice(5)] ?? { text: `language ${body.choice}`, choices: [] }]
  }
  if (body.kind === 'choice' && body.choice === 'cmd:urgent') return [urgentAsk]
  if (body.kind === 'choice') return [{ text: `Escolheu: ${body.label}`, choices: [] }]
  if (body.kind !== 'text') return [{ text: `Recebi: ${body.kind}`, choices: [] }]
  if (/bate/.test(body.text)) return danger
  if (/cartao/.test(body.text)) return [ANSWER]
  if (/silencio/.test(body.text)) return []
  if (/pessoa/.test(body.text)) {
    return [
      {
        text: 'Zenaida, Unidade do Sal:\nSim, pode usar este contrato. Falta o atestado de residência da câmara.',
        choices: [],
        voice: 'staff',
      },
    ]
  }
  return [{ text: `Eco: ${body.text}`, choices: [] }]
}
