import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { exportList, listColumns, listLine } from '../../services/subscribers/export-list.ts'
import { importSubscribers } from '../../services/subscribers/import-subscribers.ts'
import { aSubscriber } from '../support/cast.ts'
import { clockAt } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'

const here = useDatabase()
const there = useDatabase()

test('the list that is exported is imported with the same states, and opens in a sheet as text', async () => {
  const states = [
    ['=1+1@example.org', 'unsubscribed', undefined],
    ['-left@example.org', 'suppressed', 'complaint'],
    ['+bounced@example.org', 'suppressed', 'bounce'],
    ["o'neil@example.org", 'suppressed', 'not_me'],
    ['blocked@example.org', 'suppressed', 'operator'],
    ['resting@example.org', 'paused', undefined]
  ] as const
  for (const [address, state, suppression] of states)
    await aSubscriber(here.db, { address, state, ...(suppression === undefined ? {} : { suppression }) })
  await aSubscriber(here.db, { address: 'reader@example.org' })
  await here.pool.query(
    `insert into consents (subscriber_id, source, statement, given_at, confirmed_at)
     select id, 'form', $1, now(), now() from subscribers where state in ('active', 'paused')`,
    ['One mail a day, "please",\nand no more']
  )

  const lines = [listColumns.join(',')]
  for await (const subscriber of exportList({ db: here.db })) lines.push(listLine(subscriber))
  const csv = `${lines.join('\r\n')}\r\n`
  for (const cells of parse(csv)) for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r]/)

  const folder = mkdtempSync(join(tmpdir(), 'daily-papers-list-'))
  writeFileSync(join(folder, 'list.csv'), csv)
  const outcome = await importSubscribers(
    { db: there.db, clock: clockAt('2026-11-24T09:00:00Z') },
    {
      file: join(folder, 'list.csv'),
      suppressFile: undefined,
      consent: 'moved',
      dryRun: false,
      announce: () => undefined
    }
  )
  rmSync(folder, { recursive: true })
  expect(outcome).toMatchObject({ active: 2, suppressed: 5, refused: [] })
  const read = async (pool: typeof here.pool) =>
    (
      await pool.query('select address, state, replace(suppression, $1, $2) as why from subscribers order by address', [
        'not_me',
        'complaint'
      ])
    ).rows
  expect(await read(there.pool)).toEqual(await read(here.pool))
})
