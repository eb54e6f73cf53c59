import type { Run } from './clean-text/run.ts'
import { styledLine, styledText } from './clean-text/styled-text.ts'
import { titleKey } from './title-key.ts'

/** A title as it is stored; without runs it has no styles. */
export interface ReadTitle {
  title: string
  titleRuns?: Run[]
  /** Formulas and macros that nobody here knows; absent where there are none. */
  residue?: number
}

/** The same of an abstract. */
export interface ReadAbstract {
  abstract?: string
  abstractRuns?: Run[]
  residue?: number
}

/** A paper as read from a file, its texts cleaned. `residue` is that of title and abstract. */
export interface ImportedPaper extends ReadTitle, ReadAbstract {
  /** Where it begins in the file, from 1. */
  line: number
  /** Place on the list, from 1. */
  position: number
  authors: string[]
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
export function readTitle(source: string, { repair }: { repair: boolean }): ReadTitle | { reason: string } {
  const { text: title, runs, residue } = styledLine(source, { repair, keepDashes: true })
  if (title.length > longestTitle) return { reason: `the title is longer than ${longestTitle} characters` }
  if (titleKey(title) === '') return { reason: 'the title has no letter or digit' }
  return { title, ...(runs === null ? {} : { titleRuns: runs }), ...(residue === 0 ? {} : { residue }) }
}

/** An abstract as it is stored, nothing where it says nothing. */
export function readAbstract(source: string | undefined, { repair }: { repair: boolean }): ReadAbstract {
  const { text, runs, residue } = styledText(source ?? '', { repair })
  if (text === '') return {}
  return { abstract: text, ...(runs === null ? {} : { abstractRuns: runs }), ...(residue === 0 ? {} : { residue }) }
}

/** What nobody here knows in both texts. */
export function residueOf(...texts: readonly { residue?: number }[]): { residue?: number } {
  const residue = texts.reduce((sum, text) => sum + (text.residue ?? 0), 0)
  return residue === 0 ? {} : { residue }
}
