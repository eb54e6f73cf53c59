/** Why a mail does not go now. */
export type Obstacle =
  /** The database is being asked; to be looked at again when it answered, at the latest at `until` (elapsed()). */
  { kind: 'unknown'; until: number } | { kind: 'closed'; until: Date; why: string }
