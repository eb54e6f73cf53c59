import type { DigestExtra, ExtraKind } from '../mail/digest-extras.ts'

/** A late riser or a correction, to be frozen with an edition. */
export interface Extra extends DigestExtra {
  paperId: number
  /** The edition that had the paper in its pool, or that it was sent in. */
  ofEditionId: number
}

/** An extra as frozen. Its place in the list is its slot. */
export interface FrozenExtra {
  kind: ExtraKind
  paperId: number
  ofEditionId: number
  reason: string
  html: Buffer
  text: Buffer
}

/** Bits of a selection below this stand for the pool, those from it on for the slots of the extras. */
export const firstSlot = 200
