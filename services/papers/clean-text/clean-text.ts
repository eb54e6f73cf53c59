import { repairHuggingFace } from './hugging-face-repair.ts'
import { prepare } from './prepare.ts'
import { runsToText } from './render.ts'
import type { Run } from './run.ts'
import { scanText } from './scan.ts'

export interface CleanText {
  runs: Run[]
  /** Formulas shown as they came and macros shown by name, because nobody here knows them. */
  residue: number
}

export interface CleaningOptions {
  /** The text comes from Hugging Face, see hugging-face-repair.ts. */
  repair: boolean
  /** Leaves `--` as the source writes it. A title is what its paper is found by elsewhere. */
  keepDashes?: boolean
}

/** Ten times what arXiv allows an abstract. Reading 100 KB made of nothing but TeX took 90 ms. */
const longestRead = 20_000

const mostReadings = 4

/**
 * Makes a source's title, name or abstract readable: TeX, what Hugging Face left of TeX, and
 * plain words alike. Never throws, and time grows with the length alone.
 *
 * Cleaning its own plain text changes nothing, so that text may be stored and cleaned again
 * when it is shown. Where a first reading uncovers new TeX (`\$a\$` is `$a$`), the text is read
 * until it stays; what never does, and what is too long, loses its special characters instead.
 */
export function cleanText(source: string, options: CleaningOptions): CleanText {
  if (source.length > longestRead) return bare(source, options)
  let cleaned = read(source, options)
  let text = runsToText(cleaned.runs)
  if (text === source) return cleaned
  for (let reading = 1; reading < mostReadings && text.length <= longestRead; reading++) {
    const again = read(text, options)
    const textAgain = runsToText(again.runs)
    if (textAgain === text) return cleaned
    cleaned = again
    text = textAgain
  }
  return bare(text, options)
}

function read(source: string, options: CleaningOptions): CleanText {
  return scanText(repaired(source, options), { keepDashes: options.keepDashes ?? false })
}

function repaired(source: string, { repair }: CleaningOptions): string {
  return repair ? repairHuggingFace(prepare(source)) : prepare(source)
}

function bare(source: string, options: CleaningOptions): CleanText {
  const text = source
    .replaceAll(/[\\{}$^_~`“]/g, '')
    .replaceAll(/-{2,}/g, '–')
    .replaceAll(/'{2,}/g, '”')
  return { runs: [{ text: repaired(text, options) }], residue: 1 }
}
