import type { Clock } from '../../platform/clock.ts'
import type { Sleep } from '../../platform/outbound/sleep.ts'
import type { Run } from '../clean-text/run.ts'

/** What a source is opened with. */
export interface SourceDeps {
  clock: Clock
  sleep: Sleep
}

/**
 * One paper as a source tells it: validated and cleaned, so that nothing behind a source
 * has to know its form. Absent means "not told", never zero.
 */
export interface SourceItem {
  /** Without version. */
  arxivId?: string
  doi?: string
  /** Plain text; the runs are the same text where it has styles. */
  title: string
  titleRuns?: Run[]
  authors: string[]
  abstract?: string
  abstractRuns?: Run[]
  /** Formulas and macros in both texts that nobody here knows; absent where there are none. */
  residue?: number
  /** One sentence written by a machine at the source. */
  machineSummary?: string
  /** YYYY-MM-DD */
  publishedOn?: string
  organization?: string
  codeUrl?: string
  projectUrl?: string
  discussionUrl?: string
  version?: number
  withdrawn?: boolean
  /** Place on the day's list, from 1; absent where the source lists nothing (arXiv). */
  position?: number
  /** Place on the source's own trending list, from 1. */
  sourceRank?: number
  votes?: number
  comments?: number
  stars?: number
}

export type SourceReading =
  | {
      kind: 'read'
      items: SourceItem[]
      /** The last page was read. */
      complete: boolean
      /** Why it is not complete, or was read in another way than usual. */
      reason?: string
      /** Items left out, by reason. */
      refused: Record<string, number>
    }
  /** The source says that this day has not begun. */
  | { kind: 'not_open' }
  /** Nothing could be read; nothing is to be changed. */
  | { kind: 'failed'; reason: string }

/** A place papers come from: one file, this shape. CONTRIBUTING has the checklist. */
export interface PaperSource {
  name: 'huggingface' | 'arxiv'
  /** Whether being on this source's list makes a paper a candidate for an edition. */
  lists: boolean
  /** Reads a feed day. Never throws for what the network or the source does. */
  readDay(day: string): Promise<SourceReading>
}
