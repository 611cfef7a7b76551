/** The parts of a text, as the page shows them. The text itself is plain on every channel. */
export type Block =
  /** The first line of a longer text: the answer in one sentence, or its title. */
  | { readonly kind: 'lead'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'steps'; readonly first: number; readonly items: readonly string[] }
  | { readonly kind: 'points'; readonly items: readonly string[] }
  /** Where it is from and when that was read; at the end. */
  | { readonly kind: 'source'; readonly text: string }

const STEP = /^(\d{1,2})[.)]\s+(.*)$/
const POINT = /^[-•]\s+(.*)$/
/** "Source:" in the four languages of the page, with the space that French puts before a colon. */
const SOURCE = /^(Fontes?|Sources?|Fontis?)\s?:/

const MAX_LEAD = 120

type Growing = { steps: { first: number; items: string[] } | null; points: string[] | null; text: string[] }

/** One paragraph: its lines are steps, points or text. */
const blocksOf = (paragraph: string): Block[] => {
  const blocks: Block[] = []
  const open: Growing = { steps: null, points: null, text: [] }
  const close = () => {
    if (open.text.length > 0) blocks.push({ kind: 'text', text: open.text.join('\n') })
    if (open.steps) blocks.push({ kind: 'steps', ...open.steps })
    if (open.points) blocks.push({ kind: 'points', items: open.points })
    open.text = []
    open.steps = null
    open.points = null
  }
  for (const line of paragraph.split('\n')) {
    const step = STEP.exec(line)
    const point = POINT.exec(line)
    if (step) {
      if (!open.steps) close()
      if (!open.steps) open.steps = { first: Number(step[1]), items: [] }
      open.steps.items.push(step[2] ?? '')
    } else if (point) {
      if (!open.points) close()
      if (!open.points) open.points = []
      open.points.push(point[1] ?? '')
    } else {
      if (open.steps || open.points) close()
      open.text.push(line)
    }
  }
  close()
  return blocks
}

/** A text in blocks, in its order; nothing is left out. */
export const readAnswer = (text: string): readonly Block[] => {
  const lines = text.split('\n')
  const source = lines.findIndex((line) => SOURCE.test(line))
  const said = source === -1 ? lines : lines.slice(0, source)
  const blocks = said
    .join('\n')
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .reduce<Block[]>((all, paragraph) => all.concat(blocksOf(paragraph.trim())), [])
  const first = blocks[0]
  if (first?.kind === 'text' && blocks.length > 1 && first.text.length <= MAX_LEAD && !first.text.includes('\n')) {
    blocks[0] = { kind: 'lead', text: first.text }
  }
  if (source !== -1) blocks.push({ kind: 'source', text: lines.slice(source).join('\n').trim() })
  return blocks
}

/** A piece of a line of text. */
export type Piece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

/** Links (with or without https://), telephone numbers as they are written in Cabo Verde, and the short numbers of emergency. */
const PIECE =
  /(https?:\/\/[^\s<>«»"]+[^\s<>«»".,;:!?)\]]|\b(?:[\w-]+\.)+(?:cv|org|int|com|pt)(?:\/[^\s<>«»"]*[^\s<>«»".,;:!?)\]])?(?![\w@.-]))|((?:\+238 )?(?:800 \d\d \d\d|800 \d{4}|[2-9]\d\d \d\d \d\d)|\b1[0-3]\d\b)/g

/** `matchAll` is younger than the phones that should read this. */
const allMatches = (text: string): RegExpExecArray[] => {
  const found: RegExpExecArray[] = []
  PIECE.lastIndex = 0
  for (let match = PIECE.exec(text); match; match = PIECE.exec(text)) found.push(match)
  return found
}

/** The form in which a telephone dials a number. */
const dial = (number: string): string => `tel:${number.replace(/\s/g, '')}`

/** What is shown of an address: the site; the way to the page in it is long and says little. */
const siteOf = (url: string): string =>
  url
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/.*$/, '')

/** Whether a digit stands next to the piece, so that it is a part of a longer figure: `6 132`, `132,50`. */
const inFigure = (before: string, behind: string): boolean => /\d[\s.,/-]?$/.test(before) || /^[\s.,/-]?\d/.test(behind)

/** Whether three digits are a law or an article: `Lei 132/V/2001`, `artigo 130`. */
const inLaw = (before: string, behind: string): boolean =>
  behind[0] === '/' || /(\/|\b(art|arts|artigos?|articles?|artigus?|lei|law|loi|n)[.º°]*\s?)$/i.test(before)

/** A text with its links and telephone numbers. `short`: the three-digit numbers that may be called. */
export const findLinks = (text: string, short: readonly string[]): readonly Piece[] => {
  const pieces: Piece[] = []
  let at = 0
  for (const match of allMatches(text)) {
    const [found, url, number] = match
    const from = match.index
    const before = text.slice(Math.max(0, from - 12), from)
    const behind = text.slice(from + found.length, from + found.length + 2)
    if (number !== undefined && inFigure(before, behind)) continue
    if (number?.length === 3 && (short.indexOf(number) === -1 || inLaw(before, behind))) continue
    // The second half of an e-mail address is no page.
    if (url !== undefined && text[from - 1] === '@') continue
    if (from > at) pieces.push({ kind: 'words', text: text.slice(at, from) })
    pieces.push(
      url === undefined
        ? { kind: 'link', text: found, href: dial(found) }
        : { kind: 'link', text: siteOf(url), href: /^https?:/.test(url) ? url : `https://${url}` },
    )
    at = from + found.length
  }
  if (at < text.length) pieces.push({ kind: 'words', text: text.slice(at) })
  return pieces
}

export type Call = { readonly name: string; readonly number: string; readonly free: boolean }

/** A line that says nothing but whom to call: "Polícia: 132". */
const isCallLine = (line: string, number: string): boolean =>
  line.length <= 80 &&
  /^[^.!?]+:\s*$/.test(line.slice(0, line.length - number.length)) &&
  line.slice(-number.length) === number

/** Who answers there, as the text says: "132 (polícia, grátis)", or "ICIEG, violência em casa: 261 62 71". */
const nameBeside = (line: string, number: string): string => {
  const at = line.indexOf(number)
  const behind = /^\s*\(([^)]{1,60})\)/.exec(line.slice(at + number.length))
  const before = /([^.!?]{1,60}?)\s?:\s*$/.exec(line.slice(0, at))
  return (behind?.[1] ?? before?.[1] ?? '').trim()
}

/**
 * The numbers that a text about danger names, in its order, as rows to press. `known`: the numbers of the service, whose
 * names are preferred. Lines that only name a number are taken out of the text; sentences stay whole.
 */
export const takeCalls = (
  text: string,
  known: readonly Call[],
): { readonly calls: readonly Call[]; readonly rest: string } => {
  const short = known.map((call) => call.number)
  const calls: Call[] = []
  const rest: string[] = []
  for (const line of text.split('\n')) {
    const found = findLinks(line, short).filter((piece) => piece.kind === 'link' && piece.href.indexOf('tel:') === 0)
    for (const { text: number } of found) {
      if (calls.some((call) => call.number === number)) continue
      calls.push(
        known.filter((call) => call.number === number)[0] ?? { number, name: nameBeside(line, number), free: false },
      )
    }
    const only = found[0]?.text
    if (found.length !== 1 || only === undefined || !isCallLine(line, only)) rest.push(line)
  }
  return { calls, rest: rest.join('\n').trim() }
}

/** Who wrote a message of the unit: the first line is "Zenaida, Unidade do Sal:". */
export const takeName = (text: string): { readonly name: string | null; readonly rest: string } => {
  const match = /^([^\n:]{1,100}?)\s?:\s*\n([\s\S]+)$/.exec(text)
  return match ? { name: match[1] ?? null, rest: match[2] ?? '' } : { name: null, rest: text }
}
