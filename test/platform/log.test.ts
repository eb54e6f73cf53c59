import { expect, test } from 'vitest'
import { openLog } from '../../services/platform/log.ts'
import { useDatabase } from '../support/database.ts'

const database = useDatabase()

test('an error of PostgreSQL is logged without the row that it is about', async () => {
  const lines: string[] = []
  const log = openLog('info', { write: (line: string) => void lines.push(line) })
  const insert = `insert into subscribers (address, address_key, state, created_at, state_changed_at)
    values ('ada@example.org', 'ada@example.org', 'active', now(), now())`
  await database.pool.query(insert)
  for (const statement of [insert, insert.replace("'active'", "'awake'")]) {
    const error: unknown = await database.pool.query(statement).catch((thrown: unknown) => thrown)
    expect(error).toHaveProperty('detail', expect.stringContaining('ada@example.org'))
    log.error({ err: error }, 'a job failed')
    log.error({ err: new AggregateError([error], 'several') }, 'a job failed')
    log.error({ err: new Error('outer', { cause: error }) }, 'a job failed')
  }
  expect(lines).toHaveLength(6)
  expect(lines.join('')).toContain('subscribers_address_key_key')
  expect(lines.join('')).not.toContain('ada@')
})
