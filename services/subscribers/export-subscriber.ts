import { createHash } from 'node:crypto'
import type { Db } from '../platform/database.ts'
import { listRequestsOf } from './requests.queries.ts'
import { findSubscriber, listConsentsOf } from './subscribers.queries.ts'

export interface ExportedSubscriber {
  address: string
  state: string
  suppression: string | null
  knownSince: Date
  stateSince: Date
  consents: {
    source: string
    statement: string
    /** SHA-256 of the statement, in hex. */
    statementHash: string
    givenAt: Date
    network: string | null
    confirmedAt: Date | null
  }[]
  requests: { requestedAt: Date; expiresAt: Date; confirmedAt: Date | null }[]
}

/** What we keep of a person beside the mails: as JSON, in the words of the glossary. */
export async function exportSubscriber(
  { db }: { db: Db },
  subscriberId: number
): Promise<ExportedSubscriber | undefined> {
  const subscriber = await findSubscriber(db, subscriberId)
  if (subscriber === undefined || subscriber.address === null) return undefined
  const { address, state, suppression, created_at: knownSince, state_changed_at: stateSince } = subscriber
  const consents = (await listConsentsOf(db, subscriberId)).map((consent) => ({
    ...consent,
    statementHash: createHash('sha256').update(consent.statement).digest('hex')
  }))
  return {
    address,
    state,
    suppression,
    knownSince,
    stateSince,
    consents,
    requests: await listRequestsOf(db, subscriberId)
  }
}
