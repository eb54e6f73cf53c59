import type { Announced } from './arxiv-xml.ts'
import type { GeneratedPaper } from './generated-papers.ts'
import { listed } from './hugging-face.ts'

/** What hostile texts hold: markup, templates, control and direction characters, half a character. */
const hostileText =
  '<script>alert(1)</script><img src=x onerror=alert(1)> {{7*7}} ${7*7} <%= 7 %> \u0000\u0007\u001b[31m\u202e\ud800 "\'`'

const badLinks = [
  'javascript:alert(1)',
  'data:text/html,<script>',
  'https://arxiv.org@evil.test/',
  'https://a.test/">x'
]

/**
 * A day's list with entries that must not get in, and how many of each: every bad entry stands
 * before a good one. Those of `papers` that are listed are all good.
 */
export function hostileList(
  papers: readonly GeneratedPaper[],
  day: string
): { entries: unknown[]; refused: Record<string, number> } {
  const [first] = papers
  const bad: [reason: string, entry: unknown][] = [
    ['no paper', null],
    ['no paper', []],
    ['no paper', { paper: 'text' }],
    // An own field of this name, as JSON.parse makes it.
    ['no paper', JSON.parse('{"__proto__":{"paper":{"id":"2611.00001","title":"Inherited"}}}')],
    ['no id', { paper: { title: 'Without an id' } }],
    ['no id', { paper: { id: 2611.0999, title: 'A number' } }],
    ['id is no arXiv id', { paper: { id: '../../etc/passwd', title: 'A path' } }],
    ['id is no arXiv id', { paper: { id: '2503.0213', title: 'A zero is lost' } }],
    ['no title', { paper: { id: '2611.00002', title: { $gt: '' } } }],
    ['the title has no letter or digit', { paper: { id: '2611.00003', title: '\u0000\u200b!' } }],
    ['no title', { paper: { id: '2611.00004', title: 'x'.repeat(100_000) } }],
    ['the title is longer than 500 characters', { paper: { id: '2611.00005', title: 'y '.repeat(9000) } }],
    ...(first === undefined ? [] : [['listed twice', listed(first, day)] as [string, unknown]])
  ]
  const refused: Record<string, number> = {}
  for (const [reason] of bad) refused[reason] = (refused[reason] ?? 0) + 1
  const good = papers.map((paper) => listed(paper, day))
  const [head = {}, ...tail] = good
  return { entries: [head, ...bad.map(([, entry]) => entry), ...tail], refused }
}

/** A paper all of whose texts and links are hostile, as Hugging Face lists it. */
export function hostileEntry(paper: GeneratedPaper, day: string): unknown {
  const link = badLinks[Number(paper.arxivId.slice(-1)) % badLinks.length]
  const entry = listed(paper, day)
  const texts = { title: `${hostileText} ${paper.title}`, summary: hostileText, ai_summary: hostileText }
  const names = { authors: [{ name: hostileText }], organization: { fullname: hostileText } }
  const pollution = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}') as object
  return {
    ...entry,
    paper: {
      ...(entry['paper'] as object),
      ...pollution,
      ...texts,
      ...names,
      githubRepo: link,
      projectPage: link,
      githubStars: 9
    }
  }
}

/** The same as arXiv announces it. */
export function hostileAnnouncement(paper: GeneratedPaper): Announced {
  const texts = { title: `${hostileText} ${paper.title}`, abstract: hostileText, authors: [hostileText] }
  return { ...paper, ...texts, comment: hostileText, doi: 'javascript:alert(1)', type: 'new' }
}
