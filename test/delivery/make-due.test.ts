import { expect, test } from 'vitest'
import { makeDue } from '../../services/delivery/make-due.queries.ts'
import { hours } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { readers, useRig } from './rig.ts'

const database = useDatabase()
const rig = useRig(database)

test('an edition that was planned for later and is sent now ends 22 hours from now', async () => {
  await rig.plan(readers(3))
  await database.pool.query(`
    update deliveries set due_at = due_at + interval '5 h', expires_at = expires_at + interval '5 h';
    update waves set due_at = due_at + interval '5 h', expires_at = expires_at + interval '5 h'`)
  const { id } = await database.db.selectFrom('editions').select('id').executeTakeFirstOrThrow()
  expect((await rig.send()).counts).toEqual({})

  const now = rig.clock.now()
  expect(await makeDue(database.db, id, now)).toBe(3)
  const ends = { due_at: now, expires_at: new Date(now.getTime() + hours(22)) }
  const { rows } = await database.pool.query('select distinct due_at, expires_at from deliveries')
  expect(rows).toEqual([ends])
  expect((await database.pool.query('select due_at, expires_at from waves')).rows).toEqual([ends])
  expect((await rig.send()).counts).toEqual({ accepted: 3 })
})
