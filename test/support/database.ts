import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, inject } from 'vitest'
import { type Database, openDatabase } from '../../services/platform/database.ts'

export interface TestDatabase extends Database {
  url: string
}

/** A migrated database of this test file's own, dropped when the file ends. */
export function useDatabase(): TestDatabase {
  const holder = {} as TestDatabase
  beforeAll(async () => {
    Object.assign(holder, await createDatabase())
  })
  afterAll(async () => {
    await holder.close()
    await dropDatabase(holder.url)
  })
  return holder
}

/** Clones the migrated template, or makes an empty database. */
export async function createDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const template = empty ? 'template0' : 'template_daily_papers'
  await onServer(`create database ${name} template ${template} strategy file_copy`)
  const url = inject('serverUrl').replace(/postgres$/, name)
  return { url, ...openDatabase(url) }
}

export async function dropDatabase(url: string): Promise<void> {
  await onServer(`drop database if exists ${new URL(url).pathname.slice(1)} with (force)`)
}

async function onServer(statement: string): Promise<void> {
  const server = openDatabase(inject('serverUrl'), { max: 1 })
  await server.pool.query(statement)
  await server.close()
}
