import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '../../services/platform/database.ts'
import { appliedMigrations, migrate, migrationNames } from '../../services/platform/migrate.ts'
import { createDatabase, dropDatabase } from '../support/database.ts'

test('ten processes that boot at once all succeed, and each migration is applied once', async () => {
  const { url, close } = await createDatabase({ empty: true })
  const databases = Array.from({ length: 10 }, () => openDatabase(url, { max: 2 }))
  const applied = await Promise.all(databases.map(({ db }) => migrate(db)))
  expect(applied.flat().toSorted()).toEqual(await migrationNames())
  await Promise.all([close(), ...databases.map((database) => database.close())])
  await dropDatabase(url)
})

test('a schema newer than the program is refused, names the way out and changes nothing', async () => {
  const { db, url, close } = await createDatabase()
  await sql`insert into kysely_migration (name, timestamp) values ('9999_from_the_future', '2030-01-01')`.execute(db)
  await expect(migrate(db)).rejects.toThrow(/9999_from_the_future.*backup FILE/s)
  expect(await appliedMigrations(db)).toHaveLength((await migrationNames()).length + 1)
  await close()
  await dropDatabase(url)
})
