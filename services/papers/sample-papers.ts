import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../platform/project-root.ts'

/** A paper of the sample edition. These papers are never written to the database. */
export interface SamplePaper {
  position: number
  title: string
  arxivId: string
  authors: string[]
  /** YYYY-MM. */
  publishedAt: string
  codeUrl: string | null
  projectUrl: string | null
  /** Written for this project. */
  summary: string
  topics: string[]
}

let sample: SamplePaper[] | undefined

/** The sample edition's papers in their order. Real papers, but no day's list: nobody voted on them here. */
export function samplePapers(): SamplePaper[] {
  // The compiled copy reads the same file as the sources: data is not compiled.
  sample ??= JSON.parse(
    readFileSync(join(projectRoot, 'services', 'papers', 'sample', 'papers.json'), 'utf8')
  ) as SamplePaper[]
  return sample
}
