import { keysOf } from '../platform/backup/keys.ts'
import { writeBackup } from '../platform/backup/write-backup.ts'
import { systemClock } from '../platform/clock.ts'
import { loadConfig } from '../platform/config.ts'
import { openStorage } from '../platform/storage.ts'
import { progress, totalRows } from './backup-report.ts'
import { report } from './report.ts'

/** Without migrating first: what is kept is the database as it is, before an update touches it. */
export async function backup(file: string, { json }: { json?: boolean }): Promise<void> {
  const config = loadConfig()
  const storage = await openStorage(config)
  try {
    const written = await writeBackup({ url: storage.url, clock: systemClock, keys: keysOf(config), progress }, file)
    report(written, {
      json,
      lines: [
        `Backed up to ${file}: ${totalRows(written.tables)}, ${Math.ceil(written.bytes / 1024)} KB.`,
        'The file holds the addresses and the keys: keep it where nobody else can read it.'
      ]
    })
  } finally {
    await storage.close()
  }
}
