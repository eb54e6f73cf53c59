import { cleanText } from './clean-text/clean-text.ts'
import { runsToText } from './clean-text/render.ts'
import { titleKey } from './title-key.ts'

/** A paper as read from a file, its texts cleaned to plain text. */
export interface ImportedPaper {
  /** Where it begins in the file, from 1. */
  line: number
  /** Place on the list, from 1. */
  position: number
  title: string
  authors: string[]
  abstract?: string
  summary?: string
  arxivId?: string
  /** YYYY-MM or YYYY-MM-DD. */
  publishedOn?: string
  codeUrl?: string
  projectUrl?: string
  topics: string[]
  votes?: number
}

/** A part of the file that was not imported, and why. */
export interface Refusal {
  line: number
  reason: string
}

const longestTitle = 500

/** A title as it is stored, or what is wrong with it. */
export function readTitle(source: string, { repair }: { repair: boolean }): { title: string } | { reason: string } {
  const title = runsToText(cleanText(source, { repair, keepDashes: true }).runs).replaceAll(/\s+/g, ' ')
  if (title.length > longestTitle) return { reason: `the title is longer than ${longestTitle} characters` }
  return titleKey(title) === '' ? { reason: 'the title has no letter or digit' } : { title }
}
