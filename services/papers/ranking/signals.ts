/** What a source told of a paper at one moment, as this installation wrote it down. null: not told. */
export interface Reading {
  seenAt: Date
  votes: number | null
  comments: number | null
  stars: number | null
  /** The repository the stars are of. */
  codeUrl: string | null
  /** Place on the source's own trending list, from 1. */
  sourceRank: number | null
}

/** A curator's hand on a paper: added, or pinned in front of the score. */
interface Picked {
  curator: string
  note: string | null
  /** Grows with every pin: the first pin is the first paper. null: added and not pinned. */
  pinned: number | null
}

/** All that the ranking looks at. */
export interface Signals {
  /** Unique: it settles what everything else leaves equal. */
  titleKey: string
  /** The day it was listed under, or picked on. YYYY-MM-DD */
  feedDay: string
  /** Whose list it is on; `curator` where only a curator named it. */
  source: string
  /** Place on that list, from 1. */
  position: number | null
  /** The votes that list tells. null is "not told", which is not the same as none. */
  votes: number | null
  /** The newest reading. */
  latest: Reading | null
  /** The newest reading that is at least a day (`dayHours`) older than `latest`. */
  earlier: Reading | null
  pick: Picked | null
}

/** Two readings this far apart tell what a day brought: a daily poll that comes early still counts. */
export const dayHours = 20

/** The newest known votes, and whether they are those of Hugging Face Daily Papers: only its readings are written down. */
export function knownVotes({ latest, votes, source }: Signals): {
  votes: number | null
  onHuggingFace: boolean
} {
  if (latest !== null && latest.votes !== null) return { votes: latest.votes, onHuggingFace: true }
  return { votes, onHuggingFace: source === 'huggingface' }
}
