import type { DigestCredit } from '../mail/digest.ts'
import type { DigestPaper } from '../mail/digest-paper.ts'
import type { Identity } from '../mail/identity.ts'
import type { Extra } from './extra.ts'

/** What an edition is made of besides who makes it. */
export interface EditionContent {
  day: string | undefined
  candidates: number
  note: string | undefined
  credit: DigestCredit | undefined
  papers: { paperId: number | null; mail: DigestPaper }[]
  /** At most 56, late risers first. */
  extras: Extra[]
  /** One that no other edition has. */
  subject?: string | undefined
}

/**
 * Everything that a revision's bytes depend on but for the renderer: kept with it as JSON, because
 * papers, votes, other editions and the configuration go on changing.
 */
export interface EditionInputs {
  identity: Identity
  selected: number
  content: EditionContent
}

/** As it is stored; what is undefined is left out. */
export function writeInputs(inputs: EditionInputs): string {
  return JSON.stringify(inputs)
}
