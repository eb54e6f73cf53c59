import type { Run } from './run.ts'

/** Where a formula has been read to, and how to read on. */
export interface MathReader {
  readonly source: string
  at: number
  depth: number
  /** What `^`, `_` and commands apply to: a group, a command or one character. Undefined: unknown. */
  argument(): Run[] | undefined
}
