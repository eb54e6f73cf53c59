import { type KeysPlaced, placeKeys } from '../platform/backup/keys.ts'
import { openBackup } from '../platform/backup/read-backup.ts'
import { restoreBackup } from '../platform/backup/restore-backup.ts'
import { loadConfig } from '../platform/config.ts'
import { openStorage } from '../platform/storage.ts'
import { progress, totalRows } from './backup-report.ts'
import { report } from './report.ts'

export async function restore(file: string, { json }: { json?: boolean }): Promise<void> {
  const config = loadConfig()
  const opened = await openBackup(file)
  try {
    const storage = await openStorage(config)
    try {
      let keys: KeysPlaced | undefined
      // Before the commit: a database without the keys to its links would be worse than none.
      const beforeCommit = () => {
        keys = placeKeys(config, opened.header.keys, performance.timeOrigin)
      }
      const restored = await restoreBackup({ url: storage.url, progress, beforeCommit }, opened)
      report(
        { ...restored, keys },
        {
          json,
          lines: [
            `Restored the backup of ${restored.createdAt}, written by version ${restored.program}: ${totalRows(restored.tables)}.`,
            ...(keys === undefined ? [] : keyLines(keys)),
            'Start the service, or start it anew if it runs.'
          ]
        }
      )
    } finally {
      await storage.close()
    }
  } finally {
    opened.close()
  }
}

function keyLines({ path, wanted, adminToken }: KeysPlaced): string[] {
  const lines = wanted
    ? [
        `SECRET_KEY is set and does not begin with the keys of the backup, which are in ${path} now:`,
        'put them in front of it, comma-separated, or the links in mails already sent stop working.'
      ]
    : ['The links in mails already sent keep working.']
  return adminToken ? [...lines, 'The password of /admin is that of the backup, unless ADMIN_TOKEN is set.'] : lines
}
