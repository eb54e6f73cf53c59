import { isFeedDay } from '../../feed-day.ts'
import { textOf } from '../loose-values.ts'
import { count, noneRead, type Tally } from '../tally.ts'
import { writtenDay } from './announcement-day.ts'
import { type ArxivItem, readPaper } from './arxiv-paper.ts'
import { childrenOf, childText, readXml } from './read-xml.ts'
import { parseVersionedId } from './versioned-id.ts'

export interface Records {
  kind: 'records'
  items: ArxivItem[]
  refused: Tally
  /** Where the list goes on. */
  token: string | undefined
}

/** Reads an answer of OAI-PMH to ListRecords, or to GetRecord, in the form arXivRaw. */
export function parseRecords(text: string): Records | { kind: 'failed'; reason: string } {
  const root = readXml(text)
  if (root === undefined) return { kind: 'failed', reason: 'the records are broken XML' }
  const [answer] = childrenOf(root, 'OAI-PMH')
  if (answer === undefined) return { kind: 'failed', reason: 'the answer has no records' }
  const [error] = childrenOf(answer, 'error')
  if (error?.['@code'] === 'noRecordsMatch') return { kind: 'records', items: [], refused: {}, token: undefined }
  if (error !== undefined || answer['error'] !== undefined)
    return {
      kind: 'failed',
      reason: `OAI error: ${/^\w{1,40}$/.exec(textOf(error?.['@code']) ?? '')?.[0] ?? 'unknown'}`
    }
  const [list] = [...childrenOf(answer, 'ListRecords'), ...childrenOf(answer, 'GetRecord')]
  const items: ArxivItem[] = []
  const refused: Tally = {}
  for (const record of childrenOf(list, 'record')) {
    const read = readRecord(record)
    if ('reason' in read) count(refused, read.reason)
    else items.push(read.item)
  }
  const { deleted: _deleted, ...wrong } = refused
  if (items.length === 0 && Object.keys(wrong).length > 0) return { kind: 'failed', reason: noneRead(wrong) }
  return { kind: 'records', items, refused, token: childText(list, 'resumptionToken') }
}

function readRecord(record: unknown): { item: ArxivItem } | { reason: string } {
  if (childrenOf(record, 'header')[0]?.['@status'] === 'deleted') return { reason: 'deleted' }
  const [paper] = childrenOf(childrenOf(record, 'metadata')[0], 'arXivRaw')
  const id = parseVersionedId(childText(paper, 'id') ?? '')
  if (id === undefined) return { reason: 'no arXiv id' }
  return readPaper({
    arxivId: id.arxivId,
    ...readVersions(paper),
    title: childText(paper, 'title'),
    abstract: childText(paper, 'abstract'),
    authors: childText(paper, 'authors'),
    comment: childText(paper, 'comments'),
    doi: childText(paper, 'doi')
  })
}

/** The newest version, and the day of the first: the one on which the paper came to arXiv. */
function readVersions(paper: unknown): { version?: number; publishedOn?: string } {
  const versions = childrenOf(paper, 'version').flatMap((element) => {
    const number = /^v([1-9]\d{0,2})$/.exec(textOf(element['@version']) ?? '')?.[1]
    return number === undefined ? [] : { number: Number(number), day: writtenDay(childText(element, 'date') ?? '') }
  })
  const first = versions.find(({ number }) => number === 1)?.day
  return {
    ...(versions.length === 0 ? {} : { version: Math.max(...versions.map(({ number }) => number)) }),
    ...(first !== undefined && isFeedDay(first) ? { publishedOn: first } : {})
  }
}
