import { parseArxivId } from '../arxiv-id.ts'
import { isFeedDay } from '../feed-day.ts'
import { findLinks } from '../found-links.ts'
import { readAbstract, readTitle, residueOf } from '../imported-paper.ts'
import { countOf, fieldsOf, linkOf, textOf } from './loose-values.ts'
import type { SourceItem } from './source.ts'
import { readLine, readNames } from './source-text.ts'
import { saysWithdrawn } from './withdrawal.ts'

type Fields = Record<string, unknown>

const repair = true

/**
 * One entry of a Hugging Face list, or why it is none. Only the paper's id and title have to be
 * there; any other field that is missing, null, empty or of a wrong type is one that was not told.
 */
export function readListed(entry: unknown): { item: SourceItem & { arxivId: string } } | { reason: string } {
  const listed = fieldsOf(entry)
  const paper = fieldsOf(listed?.['paper'])
  if (listed === undefined || paper === undefined) return { reason: 'no paper' }
  const id = textOf(paper['id'])
  if (id === undefined) return { reason: 'no id' }
  const arxivId = parseArxivId(id)
  if (arxivId === undefined) return { reason: 'id is no arXiv id' }
  const source = textOf(paper['title']) ?? textOf(listed['title'])
  if (source === undefined) return { reason: 'no title' }
  const read = readTitle(source, { repair })
  if ('reason' in read) return read
  const text = readText(textOf(paper['summary']) ?? textOf(listed['summary']), paper)
  const item = {
    arxivId,
    ...read,
    authors: readNames(shownAuthors(paper['authors']), { repair }),
    ...text,
    ...residueOf(read, text),
    ...readAbout(paper, listed),
    ...known('votes', countOf(paper['upvotes'])),
    ...known('comments', countOf(listed['numComments'])),
    discussionUrl: `https://huggingface.co/papers/${encodeURIComponent(arxivId)}`
  }
  return { item }
}

/** Hugging Face's own page leaves hidden authors out. */
function shownAuthors(authors: unknown): unknown[] {
  if (!Array.isArray(authors)) return []
  return authors
    .map(fieldsOf)
    .filter((author) => author?.['hidden'] !== true)
    .map((author) => author?.['name'])
}

/** The text, and the links: those that were told, else those the text names. */
function readText(source: string | undefined, paper: Fields): Partial<SourceItem> {
  const text = readAbstract(source, { repair })
  const found = findLinks(text.abstractRuns ?? [])
  const repository = repositoryOf(paper['githubRepo'])
  return {
    ...text,
    ...known('codeUrl', repository ?? found.codeUrl),
    ...known('projectUrl', linkOf(paper['projectPage']) ?? found.projectUrl),
    // Stars are of the repository that was told; of none they mean nothing.
    ...known('stars', repository === undefined ? undefined : countOf(paper['githubStars'])),
    ...(textOf(paper['withdrawnAt']) !== undefined || saysWithdrawn({ abstract: text.abstract ?? '' })
      ? { withdrawn: true }
      : {})
  }
}

function readAbout(paper: Fields, listed: Fields): Partial<SourceItem> {
  const organization = fieldsOf(paper['organization']) ?? fieldsOf(listed['organization'])
  // The paper's date on arXiv. The entry's own `publishedAt` is the same shifted by New York's offset: of no use.
  const publishedOn = textOf(paper['publishedAt'])?.slice(0, 10)
  return {
    ...known('machineSummary', readLine(paper['ai_summary'], 1000, { repair })),
    ...known('organization', readLine(organization?.['fullname'] ?? organization?.['name'], 200, { repair })),
    ...(publishedOn !== undefined && isFeedDay(publishedOn) ? { publishedOn } : {})
  }
}

/** A whole address in listings, `owner/name` in places. */
function repositoryOf(value: unknown): string | undefined {
  const text = textOf(value)?.trim() ?? ''
  return linkOf(/^[A-Za-z0-9-]+\/[\w.-]+$/.test(text) ? `https://github.com/${text}` : text)
}

function known<Name extends keyof SourceItem>(
  name: Name,
  value: SourceItem[Name] | undefined
): { [key in Name]?: SourceItem[Name] } {
  const result: { [key in Name]?: SourceItem[Name] } = {}
  if (value !== undefined) result[name] = value
  return result
}
