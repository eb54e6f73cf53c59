import type { DigestPaper } from '../mail/digest-paper.ts'
import { withoutLinks } from './clean-text/render.ts'
import type { Run } from './clean-text/run.ts'

export interface StoredTexts {
  title: string
  titleRuns: Run[] | null
  abstract: string | null
  abstractRuns: Run[] | null
  summary: string | null
}

/** A paper's texts as a mail shows them: a summary before the abstract, and addresses instead of links. */
export function mailTexts({
  title,
  titleRuns,
  abstract,
  abstractRuns,
  summary
}: StoredTexts): Pick<DigestPaper, 'title' | 'titleRuns' | 'summary' | 'summaryRuns'> {
  return {
    title,
    titleRuns: titleRuns === null ? undefined : withoutLinks(titleRuns),
    summary: summary ?? abstract ?? undefined,
    summaryRuns: summary !== null || abstractRuns === null ? undefined : withoutLinks(abstractRuns)
  }
}
