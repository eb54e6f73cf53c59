import { shorten } from '../mail/message-plain.ts'
import { type StyledRun, shortenRuns } from '../mail/styled-runs.ts'
import { allowedLink } from './allowed-link.ts'
import { mailTexts, type StoredTexts } from './mail-texts.ts'

/** A paper's texts on pages that list papers; null for what there is not. */
export interface ShownTexts {
  title: string
  titleRuns: StyledRun[] | null
  /** What it did, as its mail says it, shortened; its styles, null where the plain text is all there is to show. */
  summary: string | null
  summaryRuns: StyledRun[] | null
  /** The page to credit where a machine at Hugging Face wrote the summary. */
  summaryUrl: string | null
}

/** With the words that the mail has for a paper, the summary in at most so many characters. */
export function shownTexts(stored: StoredTexts, summaryLength: number): ShownTexts {
  const { title, titleRuns, summary, summaryRuns, machineSummaryUrl } = mailTexts(stored)
  return {
    title,
    titleRuns: titleRuns ?? null,
    summary: summary === undefined ? null : shorten(summary, summaryLength),
    summaryRuns: summaryRuns === undefined ? null : shortenRuns(summaryRuns, summaryLength),
    summaryUrl: machineSummaryUrl === undefined ? null : (allowedLink(machineSummaryUrl) ?? null)
  }
}
