import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Db } from '../../services/platform/database.ts'
import { prepared } from '../../services/platform/prepared-statements.ts'
import { useDatabase } from '../support/database.ts'

const database = useDatabase()

const double = async (db: Db, number: number) => {
  const { rows } = await sql<{ doubled: number }>`${prepared} select ${number}::int * 2 as doubled`.execute(db)
  return rows[0]?.doubled
}

test('a statement that is sent often is prepared once a connection, and takes other values each time', async () => {
  await database.db.transaction().execute(async (trx) => {
    expect([await double(trx, 2), await double(trx, 21), await double(trx, 500)]).toEqual([4, 42, 1000])
    await sql`select 1`.execute(trx)
    const { rows } = await sql<{ statement: string; plans: number }>`
      select statement, generic_plans + custom_plans as plans from pg_prepared_statements`.execute(trx)
    expect(rows).toEqual([{ statement: expect.stringContaining('* 2 as doubled'), plans: 3 }])
  })
})

test('one that fails leaves the connection usable', async () => {
  await database.db.connection().execute(async (db) => {
    await expect(sql`${prepared} select 1 / ${0}::int`.execute(db)).rejects.toThrow('division by zero')
    expect(await double(db, 4)).toBe(8)
  })
})
