import type { DraftPaper } from '../mail/draft.ts'
import { type Candidate, rankedCandidates } from '../papers/candidates.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'

export interface DraftList {
  /** The first DIGEST_SIZE, best first. */
  papers: DraftPaper[]
  candidates: number
}

/** What the edition of a feed day would have, were it frozen now. */
export async function draftList(
  { db, clock, config }: { db: Db; clock: Clock; config: Pick<Config, 'digestSize'> },
  day: string
): Promise<DraftList> {
  const candidates = await rankedCandidates({ db, clock }, { day, size: config.digestSize })
  return {
    papers: candidates.slice(0, config.digestSize).map((candidate) => ({
      title: candidate.title,
      url: candidate.links.paper,
      reason: candidate.reason,
      score: scoreInWords(candidate)
    })),
    candidates: candidates.length
  }
}

const words: Record<keyof Candidate['terms'], string> = {
  level: 'votes',
  velocity: 'votes gained',
  stars: 'stars',
  starsGained: 'stars gained',
  place: 'place on its list',
  usual: 'nothing known, so the usual',
  age: 'age'
}

/** "Score 2.4: votes 1.9, place on its list 0.8, age −0.3. Paper 12" */
function scoreInWords({ id, score, terms, pick }: Candidate): string {
  const parts = (Object.keys(words) as (keyof typeof words)[]).flatMap((name) => {
    const term = terms[name]
    return term === undefined || tenths(term) === '0.0' ? [] : [`${words[name]} ${tenths(term)}`]
  })
  const sum = `${tenths(score)}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`
  const pinned = (pick?.pinned ?? null) === null ? 'Score' : 'Pinned before the score, which is'
  return `${pinned} ${sum}. Paper ${id}`
}

function tenths(term: number): string {
  const text = Math.abs(term).toFixed(1)
  return term < 0 && text !== '0.0' ? `−${text}` : text
}
