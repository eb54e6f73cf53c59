import { AppError } from '../platform/errors.ts'
import { findLinks } from './found-links.ts'
import { type ImportedPaper, type Refusal, readAbstract, readTitle, residueOf } from './imported-paper.ts'

const month =
  'Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?'
const dateLine = new RegExp(
  `^(?:${month})\\.? \\d{1,2}(?:, \\d{4})?$|^\\d{1,2} (?:${month})(?: \\d{4})?$|^\\d{4}-\\d{2}-\\d{2}$`
)

/** Abstracts are longer than this, and titles shorter; between them a full stop decides. */
const longTitle = 200

interface Block {
  line: number
  text: string
}

/**
 * Reads a Daily Papers page saved as text: a heading, a date line such as "Aug 19", then title
 * and abstract in turn, all separated by blank lines. What does not pair up is refused by its
 * line and the rest is read on. Throws FILE_INVALID where there is no date line or nothing behind it.
 */
export function parseSavedPage(content: string): { papers: ImportedPaper[]; refused: Refusal[] } {
  const all = blocks(content)
  const date = all.findIndex(({ text }) => dateLine.test(text))
  if (date === -1)
    throw new AppError('FILE_INVALID', 'not a saved Daily Papers page: it has no date line such as "Aug 19"')
  const body = all.slice(date + 1)
  if (body.length === 0) throw new AppError('FILE_INVALID', `no papers follow the date on line ${all[date]?.line ?? 1}`)

  const papers: ImportedPaper[] = []
  const refused: Refusal[] = []
  let position = 0
  for (let at = 0; at < body.length; at++) {
    const [title, abstract, behind] = body.slice(at, at + 3)
    if (title === undefined) break
    if (title.text.length > longTitle && isAbstract(title, undefined)) {
      refused.push({ line: title.line, reason: 'text without a title before it' })
      continue
    }
    position++
    if (abstract === undefined || !isAbstract(abstract, behind)) {
      refused.push({ line: title.line, reason: 'a title without an abstract' })
      continue
    }
    at++
    const read = readTitle(title.text, { repair: true })
    if ('reason' in read) refused.push({ line: title.line, reason: read.reason })
    else {
      const text = readAbstract(abstract.text, { repair: true })
      papers.push({
        line: title.line,
        position,
        authors: [],
        topics: [],
        ...read,
        ...text,
        ...findLinks(text.abstractRuns ?? []),
        ...residueOf(read, text)
      })
    }
  }
  return { papers, refused }
}

/** No title holds an address. One that ends in a question mark is told from a short abstract by the abstract behind it. */
function isAbstract({ text }: Block, behind: Block | undefined): boolean {
  if (text.length > longTitle || /[.!…]["'”’)\]}]*$|https?:\/\//.test(text)) return true
  return text.endsWith('?') && (behind === undefined || !isAbstract(behind, undefined))
}

function blocks(content: string): Block[] {
  const found: Block[] = []
  let open: Block | undefined
  for (const [index, line] of content.split(/\r\n?|\n/).entries()) {
    const text = line.replace(/^\uFEFF/, '').trim()
    if (text === '') open = undefined
    else if (open !== undefined) open.text += ` ${text}`
    else {
      open = { line: index + 1, text }
      found.push(open)
    }
  }
  return found
}
