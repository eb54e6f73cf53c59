import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import type { TestDatabase } from './database.ts'

/** What an installation keeps anything in. */
export interface Kept {
  database: TestDatabase
  redisUrl: string | undefined
  /** Logs, journals and whatever else lies there. */
  folder: string
}

/** Where a text is found: in any column of any table, in Redis, and in the files of a folder, in any spelling they use. */
export async function placesWith(text: string, { database, redisUrl, folder }: Kept): Promise<string[]> {
  const spellings = [text, Buffer.from(text).toString('hex')].map((one) => one.toLowerCase())
  const has = (content: string) => spellings.some((spelling) => content.toLowerCase().includes(spelling))
  const places: string[] = []
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`
  )
  for (const { name } of tables) {
    const { rows } = await database.pool.query<{ row: string }>(`select t::text as row from ${name} t`)
    if (rows.some(({ row }) => has(row))) places.push(name)
  }
  if (redisUrl !== undefined && (await redisContent(redisUrl)).some(has)) places.push('redis')
  for (const file of filesIn(folder)) if (has(readFileSync(file, 'latin1'))) places.push(file)
  return places.toSorted()
}

async function redisContent(url: string): Promise<string[]> {
  const client = new Redis(url)
  const content: string[] = []
  for (const key of await client.keys('*')) {
    const dump = await client.dumpBuffer(key)
    const type = await client.type(key)
    const whole =
      type === 'hash'
        ? JSON.stringify(await client.hgetall(key))
        : type === 'stream'
          ? JSON.stringify(await client.xrange(key, '-', '+'))
          : (dump?.toString('latin1') ?? '')
    content.push(key, whole)
  }
  client.disconnect()
  return content
}

/** Also files in the folders of a folder. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
}
