import type { Style } from './run.ts'
import type { Writer } from './writer.ts'

/** One text being read from left to right, and what its rules share. */
export interface Scanner {
  readonly source: string
  /** See braces.ts. */
  readonly closing: Int32Array
  readonly out: Writer
  /** Hyphens stay as they are, see CleaningOptions. */
  readonly keepDashes: boolean
  /** Formulas and commands that were not understood, so far. */
  residue: number
  /** Double quotes opened with back-quotes and not closed yet. */
  openQuotes: number
  /** Reads a part of the source in a style; a rule that finds an argument calls it. */
  scan(from: number, to: number, style: Style): void
}

/**
 * A rule reads what begins at a place and returns where to go on, or undefined where it does
 * not apply and the character stands for itself. `style` may be changed for the rest of the part.
 */
export type Rule = (scanner: Scanner, at: number, style: Style, to: number) => number | undefined
