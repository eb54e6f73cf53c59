import { expect, test } from 'vitest'
import { planDeliveries } from '../../services/delivery/plan-deliveries.ts'
import { releaseEdition } from '../../services/editions/sending.ts'
import { aSubscriber } from '../support/cast.ts'
import { useDatabase } from '../support/database.ts'
import { readers, useRig } from './rig.ts'

const database = useDatabase()
const rig = useRig(database)

test('an edition that is sent leaves tables that PostgreSQL knows: sizes, and which blocks have whose attempts', async () => {
  await rig.plan(readers(3))
  await rig.send()
  await database.pool.query('update editions set expected = 3')
  // As if there had been many tries: more than one range of the index, which only takes rows into a range it has.
  await database.pool.query(
    `insert into attempts select edition_id, i, now(), 'deferred', null, repeat('x', 500)
     from editions e (edition_id), generate_series(1, 5000) i`
  )
  await rig.sweep()
  const { rows } = await database.pool.query<{ relation: string; rows: number }>(
    `select relation.relname as relation, reltuples as rows from pg_class relation
     join pg_inherits on inhrelid = relation.oid where relkind = 'r' and inhparent in ('attempts'::regclass, 'deliveries'::regclass)
       and exists (select from editions e where relname like '%\\_' || e.id) order by 1`
  )
  expect(rows.map((one) => one.rows)).toEqual([5003, 3])
  const summarized = await database.pool.query<{ more: number }>(
    `select sum(brin_summarize_new_values(indexrelid)) as more from pg_index join pg_class c on c.oid = indexrelid
     where indrelid = $1::regclass and relam = (select oid from pg_am where amname = 'brin')`,
    [rows[0]?.relation]
  )
  expect(summarized.rows).toEqual([{ more: 0 }])
})

test('readers who are added to a partition that one had before are counted by the planner', async () => {
  const { db } = database
  await rig.plan(['ada@example.org'])
  await aSubscriber(db, { address: 'bob@example.org' })
  await aSubscriber(db, { address: 'cyd@example.org' })
  await database.pool.query(`update editions set state = 'frozen'`)
  const { id } = await db.selectFrom('editions').select('id').executeTakeFirstOrThrow()
  await releaseEdition(db, id, rig.clock.now())
  expect(await planDeliveries({ db, clock: rig.clock })).toEqual({ editions: 1, deliveries: 2 })
  const { rows } = await database.pool.query('select reltuples as rows from pg_class where relname = $1', [
    `deliveries_${id}`
  ])
  expect(rows).toEqual([{ rows: 3 }])
})

test('autovacuum leaves the tables of an edition alone', async () => {
  const { db } = database
  await aSubscriber(db, { address: 'ada@example.org' })
  await database.pool.query(`update editions set state = 'frozen'`)
  const { id } = await db.selectFrom('editions').select('id').executeTakeFirstOrThrow()
  await database.pool.query(`drop table deliveries_${id}, attempts_${id}`)
  await releaseEdition(db, id, rig.clock.now())
  expect(await planDeliveries({ db, clock: rig.clock })).toEqual({ editions: 1, deliveries: 1 })
  const { rows } = await database.pool.query(
    `select reloptions from pg_class where relname in ($1, $2) order by relname`,
    [`attempts_${id}`, `deliveries_${id}`]
  )
  expect(rows).toEqual([
    { reloptions: ['autovacuum_enabled=false'] },
    { reloptions: ['fillfactor=50', 'autovacuum_enabled=false'] }
  ])
})
