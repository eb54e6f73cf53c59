import type { ServerResponse } from 'node:http'
import { isFeedDay } from '../../../services/papers/feed-day.ts'
import type { GeneratedPaper } from './generated-papers.ts'
import { answerWith, type Replay, startReplay } from './server.ts'

export interface HuggingFaceReplay extends Replay {
  /** The list of a day from now on; entries are anything JSON can hold. */
  list(day: string, entries: readonly unknown[]): void
  /** The trending list from now on. */
  trend(entries: readonly unknown[]): void
  /** The newest day that has begun: later ones are answered 400. Until it is set every day has. */
  open(day: string): void
}

/** Starts a stand-in of Hugging Face's API of Daily Papers. */
export async function startHuggingFace(): Promise<HuggingFaceReplay> {
  const days = new Map<string, readonly unknown[]>()
  let trending: readonly unknown[] = []
  let openDay = '9999-12-31'

  function answer(url: URL, response: ServerResponse): void {
    const query = url.searchParams
    const date = query.get('date')
    const page = Number(query.get('p') ?? 0)
    const limit = Number(query.get('limit') ?? 50)
    if (url.pathname !== '/api/daily_papers') return void response.writeHead(404).end()
    if ((date !== null && (!isFeedDay(date) || date > openDay)) || limit > 100 || !(page >= 0))
      return void response
        .writeHead(400, { 'content-type': 'application/json', 'x-error-message': 'Invalid date' })
        .end('{"error":"Invalid date"}')
    const entries = query.get('sort') === 'trending' ? trending : (days.get(date ?? openDay) ?? [])
    const shown = entries.slice(page * limit, (page + 1) * limit)
    query.set('p', String(page + 1))
    // A last page names a next one too, as Hugging Face's does.
    const link = { link: `<${url.pathname}?${query.toString()}>; rel="next"` }
    answerWith(response, 'application/json; charset=utf-8', JSON.stringify(shown), shown.length === 0 ? {} : link)
  }

  const replay = await startReplay((request, response) =>
    answer(new URL(request.url ?? '/', 'http://replay.test'), response)
  )
  return {
    ...replay,
    list: (day, entries) => void days.set(day, entries),
    trend: (entries) => {
      trending = entries
    },
    open: (day) => {
      openDay = day
    }
  }
}

/** A paper as the API lists it, its TeX damaged as there: without dollars and without the backslashes of formulas. */
export function listed(paper: GeneratedPaper, day: string): Record<string, unknown> {
  const { arxivId, authors, votes, comments, repository, stars, organization, machineSummary, withdrawnAt } = paper
  const title = damaged(paper.title)
  const summary = damaged(paper.abstract)
  const submitter = { _id: '650000000000000000000009', fullname: 'Sub Mitter', name: 'submitter', type: 'user' }
  return {
    paper: {
      id: arxivId,
      authors: authors.map((name, index) => ({ _id: `${arxivId}-${index}`, name, hidden: false })),
      publishedAt: `${paper.submittedOn}T00:00:00.000Z`,
      submittedOnDailyAt: `${day}T00:00:00.000Z`,
      title,
      summary,
      upvotes: votes,
      discussionId: `discussion-${arxivId}`,
      ...(repository === undefined ? {} : { githubRepo: repository, githubStars: stars }),
      ...(machineSummary === undefined ? {} : { ai_summary: machineSummary }),
      ...(organization === undefined ? {} : { organization: { name: 'lab', fullname: organization } }),
      ...(withdrawnAt === undefined ? {} : { withdrawnAt })
    },
    publishedAt: `${paper.submittedOn}T19:00:00.000Z`,
    title,
    summary,
    numComments: comments,
    submittedBy: submitter,
    isAuthorParticipating: false
  }
}

function damaged(text: string): string {
  return text.replaceAll(/\$([^$]*)\$/g, (_whole, formula: string) => formula.replaceAll('\\', ''))
}
