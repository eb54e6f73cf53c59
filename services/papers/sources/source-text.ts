import { cleanText } from '../clean-text/clean-text.ts'
import { runsToText } from '../clean-text/render.ts'
import { textOf } from './loose-values.ts'

const longestName = 200
const mostAuthors = 5000

/** Hugging Face's copies need repair (clean-text/hugging-face-repair.ts), arXiv's own must not get it. */
interface Origin {
  repair: boolean
}

/** A field as one line of plain text; undefined where it says nothing or is longer than `longest` characters. */
export function readLine(value: unknown, longest: number, { repair }: Origin): string | undefined {
  const source = textOf(value)
  if (source === undefined) return undefined
  const line = runsToText(cleanText(source, { repair }).runs).replaceAll(/\s+/g, ' ')
  return line === '' || line.length > longest ? undefined : line
}

/** Names in their order; what is no name is left out. */
export function readNames(values: readonly unknown[], origin: Origin): string[] {
  return values.slice(0, mostAuthors).flatMap((value) => readLine(value, longestName, origin) ?? [])
}
