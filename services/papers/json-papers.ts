import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { AppError } from '../platform/errors.ts'
import { allowedLink } from './allowed-link.ts'
import { parseArxivId } from './arxiv-id.ts'
import { cleanText } from './clean-text/clean-text.ts'
import { runsToText } from './clean-text/render.ts'
import { isFeedDay } from './feed-day.ts'
import { type ImportedPaper, type Refusal, readAbstract, readTitle, residueOf } from './imported-paper.ts'
import { itemLines, jsonFault } from './json-text.ts'

const text = Type.Optional(Type.String({ maxLength: 20_000 }))

/** An item of a JSON import. `votes` are whatever the file counts; they are never called Hugging Face’s. */
const Item = Type.Object({
  title: Type.String(),
  arxivId: text,
  authors: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 5000 })),
  summary: text,
  abstract: text,
  codeUrl: text,
  projectUrl: text,
  publishedAt: text,
  topics: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 20 })),
  votes: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 }))
})

/**
 * Reads a JSON array of papers. An item that is wrong is refused by its number and line, and
 * the others are read. Throws FILE_INVALID for text that is not such an array, naming the place.
 */
export function parseJsonPapers(content: string): { papers: ImportedPaper[]; refused: Refusal[] } {
  const fault = jsonFault(content)
  if (fault !== undefined)
    throw new AppError('FILE_INVALID', `broken JSON at line ${fault.line}, column ${fault.column}`)
  const items: unknown = JSON.parse(content)
  if (!Array.isArray(items)) throw new AppError('FILE_INVALID', 'the JSON is not an array of papers')

  const lines = itemLines(content)
  const papers: ImportedPaper[] = []
  const refused: Refusal[] = []
  for (const [index, item] of items.entries()) {
    const line = lines[index] ?? 1
    const read = readItem(item)
    if ('reason' in read) refused.push({ line, reason: `item ${index + 1}: ${read.reason}` })
    else papers.push({ line, position: index + 1, ...read })
  }
  return { papers, refused }
}

function readItem(item: unknown): Omit<ImportedPaper, 'line' | 'position'> | { reason: string } {
  const known = withoutNulls(item)
  if (!Value.Check(Item, known)) return { reason: firstError(known) }
  const title = readTitle(known.title, { repair: false })
  if ('reason' in title) return title
  const identity = readIdentity(known)
  if ('reason' in identity) return identity
  const abstract = readAbstract(known.abstract, { repair: false })
  const summary = plain(known.summary ?? '')
  return {
    ...title,
    ...identity,
    ...abstract,
    ...(summary === '' ? {} : { summary }),
    ...residueOf(title, abstract),
    authors: (known.authors ?? []).map(plain).filter((author) => author !== ''),
    topics: (known.topics ?? []).map(plain).filter((topic) => topic !== ''),
    ...(known.votes === undefined ? {} : { votes: known.votes })
  }
}

type Identity = Pick<ImportedPaper, 'arxivId' | 'publishedOn' | 'codeUrl' | 'projectUrl'>

function readIdentity({
  arxivId,
  publishedAt,
  codeUrl,
  projectUrl
}: Static<typeof Item>): Identity | { reason: string } {
  const id = arxivId === undefined ? undefined : parseArxivId(arxivId)
  if (arxivId !== undefined && id === undefined) return { reason: `arxivId is not an arXiv id: ${shown(arxivId)}` }
  const publishedOn = publishedAt?.slice(0, 10)
  if (publishedOn !== undefined && !isFeedDay(publishedOn.length === 7 ? `${publishedOn}-01` : publishedOn))
    return { reason: `publishedAt is not a date: ${shown(publishedOn)}` }
  for (const [name, url] of Object.entries({ codeUrl, projectUrl }))
    if (url !== undefined && allowedLink(url) === undefined)
      return { reason: `${name} is not a web address: ${shown(url)}` }
  return {
    ...(id === undefined ? {} : { arxivId: id }),
    ...(publishedOn === undefined ? {} : { publishedOn }),
    ...(codeUrl === undefined ? {} : { codeUrl }),
    ...(projectUrl === undefined ? {} : { projectUrl })
  }
}

/** Exports write null or an empty text for what they do not know. */
function withoutNulls(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return item
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null && value !== ''))
}

function firstError(item: unknown): string {
  const [error] = Value.Errors(Item, item)
  const where = error?.instancePath.slice(1).replaceAll('/', '.') ?? ''
  return `${where} ${error?.message ?? 'is not a paper'}`.trim()
}

function plain(source: string): string {
  return runsToText(cleanText(source, { repair: false }).runs)
}

/** A value for a message: in full it may be a page long. */
function shown(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
}
