import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Announced, oaiXml, rssXml } from './arxiv-xml.ts'
import { answerWith, type Replay, startReplay } from './server.ts'

/** arXiv's feeds and records on one server, which is the base address of both. */
export interface ArxivReplay extends Replay {
  /** What is announced on a day from now on, in feeds and records. */
  announce(day: string, papers: readonly Announced[]): void
  /** The day whose feed is served; the feed of a weekend or holiday is empty. */
  turnTo(day: string): void
}

const recordsPerPage = 500

/** Starts a stand-in of arXiv. */
export async function startArxiv(): Promise<ArxivReplay> {
  const days = new Map<string, readonly Announced[]>()
  let today = '2026-11-20'

  function answerFeed(categories: string[], request: IncomingMessage, response: ServerResponse): void {
    const wrong = categories.find((category) => category.endsWith('.XX'))
    const title = `${categories.join(', ')} updates on arXiv.org`
    if (wrong !== undefined) {
      const error = {
        day: today,
        title: `Feed error for query: ${wrong}`,
        papers: [],
        error: `Bad subject class '${wrong}'.`
      }
      return void response.writeHead(400, { 'content-type': 'application/rss+xml' }).end(rssXml(error))
    }
    const papers = (days.get(today) ?? []).filter((paper) => paper.categories.some((one) => categories.includes(one)))
    const body = rssXml({ day: today, title, papers })
    const etag = `"${createHash('sha256').update(body).digest('hex')}"`
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end()
    answerWith(response, 'application/rss+xml; charset=utf-8', body, { etag })
  }

  function answerRecords(query: URLSearchParams, response: ServerResponse): void {
    // A token is the question and where it goes on, packed.
    const token = query.get('resumptionToken')
    const asked = token === null ? query : new URLSearchParams(Buffer.from(token, 'base64url').toString())
    const category = (asked.get('set') ?? '').split(':').slice(1).join('.')
    const day = asked.get('from') ?? ''
    const from = Number(asked.get('skip') ?? 0)
    const papers = (days.get(day) ?? []).filter((paper) => paper.categories.includes(category))
    const next = new URLSearchParams({ set: asked.get('set') ?? '', from: day, skip: String(from + recordsPerPage) })
    const goesOn = papers.length > from + recordsPerPage
    const shown = papers.slice(from, from + recordsPerPage)
    const packed = Buffer.from(next.toString()).toString('base64url')
    answerWith(response, 'text/xml; charset=utf-8', oaiXml(shown, { day, ...(goesOn ? { token: packed } : {}) }))
  }

  const replay = await startReplay((request, response) => {
    const url = new URL(request.url ?? '/', 'http://replay.test')
    const [, categories] = /^\/rss\/(.+)$/.exec(url.pathname) ?? []
    if (categories !== undefined) answerFeed(categories.split('+'), request, response)
    else if (url.pathname === '/oai') answerRecords(url.searchParams, response)
    else response.writeHead(404).end()
  })
  return {
    ...replay,
    announce: (day, papers) => void days.set(day, papers),
    turnTo: (day) => {
      today = day
    }
  }
}
