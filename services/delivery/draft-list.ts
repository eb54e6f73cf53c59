import type { DraftPaper } from '../mail/draft.ts'
import { english } from '../mail/words/en.ts'
import { say, type Words } from '../mail/words/words.ts'
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
  { db, clock, config, words = english }: { db: Db; clock: Clock; config: Pick<Config, 'digestSize'>; words?: Words },
  day: string
): Promise<DraftList> {
  const candidates = await rankedCandidates({ db, clock, words }, { day, size: config.digestSize })
  return {
    papers: candidates.slice(0, config.digestSize).map((candidate) => ({
      title: candidate.title,
      url: candidate.links.paper,
      reason: candidate.reason,
      score: scoreInWords(words, candidate)
    })),
    candidates: candidates.length
  }
}

/** In the order in which they are told. */
const told = ['level', 'velocity', 'stars', 'starsGained', 'place', 'usual', 'age'] as const

/** "Score 2.4: votes 1.9, place on its list 0.8, age −0.3. Paper 12" */
function scoreInWords(words: Words, { id, score, terms, pick }: Candidate): string {
  const parts = told.flatMap((name) => {
    const term = terms[name]
    return term === undefined || tenths(term) === '0.0' ? [] : [say(words, `score.of.${name}`, { term: tenths(term) })]
  })
  const sum =
    parts.length === 0 ? tenths(score) : say(words, 'score.sum', { score: tenths(score), terms: parts.join(', ') })
  // The id is typed into a command: a number of no language.
  return say(words, (pick?.pinned ?? null) === null ? 'score.line' : 'score.pinned', { sum, id: String(id) })
}

function tenths(term: number): string {
  const text = Math.abs(term).toFixed(1)
  return term < 0 && text !== '0.0' ? `−${text}` : text
}
