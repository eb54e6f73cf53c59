import type { Config } from './config.ts'
import { type Database, openDatabase, reachable } from './database.ts'
import { joinEmbeddedPostgres } from './embedded-postgres/join.ts'

export interface Storage extends Database {
  url: string
}

/**
 * Opens the database this installation uses: DATABASE_URL, else the embedded PostgreSQL of
 * DATA_DIR, which is joined where it runs and started where it does not.
 * Throws with the name of what is wrong when the database does not answer.
 */
export async function openStorage({ databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<Storage> {
  if (databaseUrl !== undefined) {
    await reachable(databaseUrl).catch((error: Error) => {
      throw new Error(`DATABASE_URL: the database does not answer (${error.message})`)
    })
    return { url: databaseUrl, ...openDatabase(databaseUrl) }
  }
  const embedded = await joinEmbeddedPostgres(dataDir)
  const database = openDatabase(embedded.url)
  return {
    ...database,
    url: embedded.url,
    async close() {
      await database.close()
      embedded.leave()
    }
  }
}
