import { expect, test } from 'vitest'
import { useApp } from '../support/app.ts'

const site = useApp()

/** How many connections wait for a lock. */
async function waiting(): Promise<number> {
  const { rows } = await site.database.pool.query(
    "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
  )
  return rows[0].count
}

test('however many ask for figures that take long, they take one connection, and readers have the others', async () => {
  const blocker = await site.database.pool.connect()
  await blocker.query('begin; lock table subscribers, notices, confirmation_requests in access exclusive mode')
  const asked = Array.from({ length: 50 }, () => site.app.inject('/metrics'))
  try {
    await expect.poll(waiting).toBe(1)
    expect((await site.app.inject('/papers/2026-11-20')).statusCode).toBe(200)
    expect(await waiting()).toBe(1)
  } finally {
    await blocker.query('rollback')
    blocker.release()
  }
  for (const answer of asked) expect((await answer).statusCode).toBe(200)
})
