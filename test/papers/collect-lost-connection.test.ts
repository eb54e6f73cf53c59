import { expect, test } from 'vitest'
import { underSourceLock } from '../../services/papers/record-reading.queries.ts'
import { openDatabase } from '../../services/platform/database.ts'
import { useDatabase } from '../support/database.ts'

const database = useDatabase()

test('a connection that is lost while a source is read frees the source and ends nothing else', async () => {
  const other = openDatabase(database.url)
  const lost = underSourceLock(other.db, 'huggingface', { wait: false }, async () => {
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and query like '%pg_try_advisory_lock%'`
    )
    await database.pool.query('select pg_sleep(0.2)')
    return 'read'
  })
  await expect(lost).rejects.toThrow(/connection|terminat/i)
  expect(await underSourceLock(other.db, 'huggingface', { wait: false }, async () => 'read again')).toBe('read again')
  await other.close()
})
