import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../services/platform/project-root.ts'

interface SamplePaper {
  title: string
  summary: string
  codeUrl: string | null
}

/** A saved page in the form of the real one, with the sample's titles and our own summaries as abstracts. */
export function aSavedPage({ papers = 72, from = 0 }: { papers?: number; from?: number } = {}): string {
  const sample = JSON.parse(
    readFileSync(join(projectRoot, 'services', 'papers', 'sample', 'papers.json'), 'utf8')
  ) as SamplePaper[]
  const entries = sample
    .slice(from, from + papers)
    .flatMap(({ title, summary, codeUrl }) => [
      title,
      codeUrl === null ? summary : `${summary} Code is available at ${codeUrl}.`
    ])
  return [
    'new',
    'Get trending papers in your email inbox!',
    'Subscribe',
    'Daily Papers',
    'byAK and the research community',
    'Aug 19',
    ...entries
  ].join('\n\n')
}
