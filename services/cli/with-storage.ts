import { type Config, loadConfig } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { migrate } from '../platform/migrate.ts'
import { openStorage } from '../platform/storage.ts'

/**
 * Runs a command on the installation's database, migrated: beside a running service it
 * joins the embedded server, alone it starts it for as long as the command needs.
 */
export async function withStorage<Result>(
  run: (deps: { config: Config; db: Db; url: string }) => Promise<Result>
): Promise<Result> {
  const config = loadConfig()
  const storage = await openStorage(config)
  try {
    await migrate(storage.db)
    return await run({ config, db: storage.db, url: storage.url })
  } finally {
    await storage.close()
  }
}
