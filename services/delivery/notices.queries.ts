import type { Db } from '../platform/database.ts'
import type { NoticeKind } from './ledger.ts'

export interface PlannedNotice {
  kind: NoticeKind
  /** null: a draft, to the curator, or an alarm, to the operator. */
  subscriberId: number | null
  requestId: number | null
  draftDay: string | null
  alarmId?: number
  accountLinkId?: number | null
  expiresAt: Date
}

export async function insertNotices(db: Db, notices: PlannedNotice[], now: Date): Promise<void> {
  if (notices.length === 0) return
  await db
    .insertInto('notices')
    .values(
      notices.map(({ kind, subscriberId, requestId, draftDay, alarmId, accountLinkId, expiresAt }) => ({
        kind,
        subscriber_id: subscriberId,
        request_id: requestId,
        draft_day: draftDay,
        alarm_id: alarmId ?? null,
        account_link_id: accountLinkId ?? null,
        dated_at: now,
        due_at: now,
        expires_at: expiresAt
      }))
    )
    .execute()
}

export async function listNoticesOf(db: Db, subscriberId: number) {
  return db
    .selectFrom('notices')
    .select(['kind', 'state', 'tries', 'due_at', 'settled_at', 'reply'])
    .where('subscriber_id', '=', subscriberId)
    .orderBy('dated_at', 'desc')
    .execute()
}

/** When a notice is next to be claimed, after `now` and until `until`. */
export async function nextDue(db: Db, { now, until }: { now: Date; until: Date }): Promise<Date | undefined> {
  const { due } = await db
    .selectFrom('notices')
    .select((row) => row.fn.min('due_at').as('due'))
    .where('state', 'in', ['planned', 'deferred', 'in_doubt'])
    .where('lease', 'is', null)
    .where('due_at', '>', now)
    .where('due_at', '<=', until)
    .executeTakeFirstOrThrow()
  return due ?? undefined
}

/** Whether a notice is due now. */
export async function isOwed(db: Db, now: Date): Promise<boolean> {
  const found = await db
    .selectFrom('notices')
    .select('id')
    .where('state', 'in', ['planned', 'deferred', 'in_doubt'])
    .where('lease', 'is', null)
    .where('due_at', '<=', now)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
