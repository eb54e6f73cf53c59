import { type CleaningOptions, type CleanText, cleanText } from './clean-text.ts'
import { runsToText } from './render.ts'
import type { Run } from './run.ts'

/** A text as it is stored: plain, and with its styles where it has any. */
export interface StyledText {
  text: string
  /** null: the plain text is all there is to show, as with most texts. */
  runs: Run[] | null
  /** See CleanText. */
  residue: number
}

/** Cleans a source's text into both forms that are stored; made here together, they never disagree. */
export function styledText(source: string, options: CleaningOptions): StyledText {
  return toStyled(cleanText(source, options))
}

/** The same in one line: paragraphs and ties are blanks. */
export function styledLine(source: string, options: CleaningOptions): StyledText {
  const { runs, residue } = cleanText(source, options)
  return toStyled({ runs: inOneLine(runs), residue })
}

function toStyled({ runs, residue }: CleanText): StyledText {
  const styled = runs.some(({ kind, href }) => kind !== undefined || href !== undefined)
  return { text: runsToText(runs), runs: styled ? runs : null, residue }
}

function inOneLine(runs: readonly Run[]): Run[] {
  const line: Run[] = []
  for (const run of runs) {
    const blankBefore = line.at(-1)?.text.endsWith(' ') ?? true
    const text = run.text.replaceAll(/\s+/g, ' ').slice(blankBefore && /^\s/.test(run.text) ? 1 : 0)
    if (text !== '') line.push({ ...run, text })
  }
  return line
}
