import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export interface RaisedAlarm {
  id: number
  key: string
  kind: string
  text: string
  raisedAt: Date
}

const columns = ['id', 'key', 'kind', 'text', 'raised_at as raisedAt'] as const

export async function insertAlarm(
  db: Db,
  { key, kind, text, at }: { key: string; kind: string; text: string; at?: Date }
): Promise<void> {
  await db
    .insertInto('alarms')
    .values({ key, kind, text, ...(at === undefined ? {} : { raised_at: at }) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
}

export async function findAlarm(db: Db, id: number): Promise<RaisedAlarm | undefined> {
  return db.selectFrom('alarms').select(columns).where('id', '=', id).executeTakeFirst()
}

/** Those of these keys that were raised. */
export async function findRaised(db: Db, keys: readonly string[]): Promise<Set<string>> {
  const rows = await db.selectFrom('alarms').select('key').where('key', 'in', keys).execute()
  return new Set(rows.map(({ key }) => key))
}

/** Whether an alarm came to the operator: its mail was accepted, or its call was answered. */
export async function findWhetherTold(db: Db, key: string): Promise<boolean> {
  const { rows } = await sql<{ told: boolean }>`
    select exists (
      select from alarms a where a.key = ${key} and (
        exists (select from notices n where n.alarm_id = a.id and n.state = 'accepted')
        or exists (select from calls c where c.alarm_id = a.id and c.state = 'answered'))
    ) as told`.execute(db)
  return rows[0]?.told ?? false
}

/** Alarms raised after `since`, newest first. */
export async function listAlarms(db: Db, { since, limit }: { since: Date; limit: number }): Promise<RaisedAlarm[]> {
  return db
    .selectFrom('alarms')
    .select(columns)
    .where('raised_at', '>', since)
    .orderBy('raised_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Takes up to `limit` alarms that nobody was told of, oldest first; the caller plans the telling in the same transaction. */
export async function takeUnannounced(trx: Db, limit: number): Promise<RaisedAlarm[]> {
  const { rows } = await sql<RaisedAlarm>`
    with taken as (
      update alarms set announced = true
      where id in (select id from alarms where not announced order by id limit ${limit} for update skip locked)
      returning id, key, kind, text, raised_at as "raisedAt"
    )
    select * from taken order by id`.execute(trx)
  return rows
}
