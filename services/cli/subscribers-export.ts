import { once } from 'node:events'
import { exportReader } from '../delivery/export-reader.ts'
import { systemClock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { exportList, listColumns, listLine } from '../subscribers/export-list.ts'
import { showSubscriber } from '../subscribers/show-subscriber.ts'
import { withStorage } from './with-storage.ts'

/** One person's data as JSON; without an address the whole list, as CSV or a JSON object a line. */
export async function exportSubscribers(address: string | undefined, { json }: { json?: boolean }): Promise<void> {
  await withStorage(({ db }) => (address === undefined ? writeList(db, json === true) : writeReader(db, address)))
}

async function writeReader(db: Db, address: string): Promise<void> {
  const found = await showSubscriber({ db }, address)
  const reader = found.kind === 'unknown' ? undefined : await exportReader({ db, clock: systemClock }, found.id)
  if (reader === undefined) throw new AppError('SUBSCRIBER_UNKNOWN', `There is no subscriber ${address}.`)
  await write(`${JSON.stringify(reader, undefined, 2)}\n`)
}

async function writeList(db: Db, json: boolean): Promise<void> {
  if (!json) await write(`${listColumns.join(',')}\r\n`)
  for await (const { id: _, ...subscriber } of exportList({ db }))
    await write(json ? `${JSON.stringify(subscriber)}\n` : `${listLine(subscriber)}\r\n`)
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}
