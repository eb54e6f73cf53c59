import type { DigestPaper } from '../mail/digest-paper.ts'
import { withoutLinks } from './clean-text/render.ts'
import type { Run } from './clean-text/run.ts'
import { summarizeAbstract } from './summaries/summarize.ts'

export interface StoredTexts {
  title: string
  titleRuns: Run[] | null
  abstract: string | null
  abstractRuns: Run[] | null
  /** Written for this installation: it came with an import. */
  summary: string | null
  /** One sentence of a machine at Hugging Face, and the page that has it. */
  machineSummary: string | null
  discussionUrl: string | null
}

type MailTexts = Pick<
  DigestPaper,
  'title' | 'titleRuns' | 'summary' | 'summaryRuns' | 'line' | 'lineRuns' | 'machineSummaryUrl'
>

/**
 * A paper's texts as a mail shows them. What it did is said by a summary, else by the sentences of
 * its abstract that do; addresses stand in words instead of links.
 */
export function mailTexts({ title, titleRuns, ...texts }: StoredTexts): MailTexts {
  return {
    title,
    titleRuns: titleRuns === null ? undefined : withoutLinks(titleRuns),
    ...summaryOf(title, texts)
  }
}

function summaryOf(
  title: string,
  { abstract, abstractRuns, summary, machineSummary, discussionUrl }: Omit<StoredTexts, 'title' | 'titleRuns'>
): Omit<MailTexts, 'title' | 'titleRuns'> {
  if (summary !== null) return { summary }
  // Without its page there is nobody to credit.
  if (machineSummary !== null && discussionUrl !== null)
    return { summary: machineSummary, machineSummaryUrl: discussionUrl }
  const found = abstract === null ? undefined : summarizeAbstract({ title, abstract, abstractRuns })
  return {
    summary: found?.summary.text,
    summaryRuns: found?.summary.runs,
    line: found?.line.text,
    lineRuns: found?.line.runs
  }
}
