import type { Signals } from '../ranking/signals.ts'

/** What was known of a day's papers at a freeze, and what became of them. */
export interface JudgedDay {
  day: string
  /** The freeze. */
  at: Date
  papers: JudgedPaper[]
}

export interface JudgedPaper extends Signals {
  /** Votes gained in the seven days after it. */
  gain: number
}
