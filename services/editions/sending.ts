import type { Db } from '../platform/database.ts'
import {
  addExpected,
  lockEdition,
  lockEditionToPlan,
  setCompleted,
  setDue,
  setSending,
  setSuperseded
} from './sending.queries.ts'

/** An edition whose row this transaction holds. */
export interface LockedEdition {
  id: number
  revision: number
  dueAt: Date | null
}

/** Lets a frozen edition leave from `dueAt`; one that already leaves is left as it is. */
export async function releaseEdition(db: Db, editionId: number, dueAt: Date): Promise<void> {
  await setDue(db, editionId, dueAt)
}

/** The next edition that may leave and is not planned; processes that ask at once get different ones. */
export async function takeEditionToPlan(trx: Db): Promise<LockedEdition | undefined> {
  return held(await lockEditionToPlan(trx))
}

/** Holds an edition, so that its audience is counted right. Throws where there is none. */
export async function holdEdition(trx: Db, editionId: number): Promise<LockedEdition> {
  const edition = held(await lockEdition(trx, editionId))
  if (edition === undefined) throw new Error(`there is no edition ${editionId}`)
  return edition
}

/** The edition leaves, with `added` more deliveries; without an audience it is sent at once. */
export async function beginSending(trx: Db, editionId: number, added: number, now: Date): Promise<void> {
  await addExpected(trx, editionId, added)
  await setSending(trx, editionId, now)
}

/** One or more deliveries beside the planned audience: a welcome, a delivery to one address. */
export async function addToAudience(trx: Db, editionId: number, added: number): Promise<void> {
  await addExpected(trx, editionId, added)
}

/** Editions of earlier days that have not ended when this one leaves: a reader's mail of it ends theirs. */
export async function supersede(trx: Db, editionId: number): Promise<void> {
  await setSuperseded(trx, editionId)
}

/** Every delivery is final. */
export async function completeEdition(db: Db, editionId: number, now: Date): Promise<void> {
  await setCompleted(db, editionId, now)
}

function held(row: { id: number; revision: number; due_at: Date | null } | undefined): LockedEdition | undefined {
  return row && { id: row.id, revision: row.revision, dueAt: row.due_at }
}
