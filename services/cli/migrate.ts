import { loadConfig } from '../platform/config.ts'
import { migrate } from '../platform/migrate.ts'
import { openStorage } from '../platform/storage.ts'

export async function migrateDatabase(): Promise<void> {
  const storage = await openStorage(loadConfig())
  try {
    const applied = await migrate(storage.db)
    process.stdout.write(applied.length === 0 ? 'The schema is up to date.\n' : `Applied: ${applied.join(', ')}\n`)
  } finally {
    await storage.close()
  }
}
