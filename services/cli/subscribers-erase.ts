import { eraseReader } from '../delivery/erase-reader.ts'
import { systemClock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { parseAddress } from '../subscribers/address.ts'
import { wasErased } from '../subscribers/erase-subscriber.ts'
import { showSubscriber } from '../subscribers/show-subscriber.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

/** Forgets a reader. A second time it says so and changes nothing. */
export async function erase(address: string, { json }: { json?: boolean }): Promise<void> {
  const kind = await withStorage(async ({ db }) => {
    const found = await showSubscriber({ db }, address)
    const done = found.kind === 'known' && (await eraseReader({ db, clock: systemClock }, found.id))
    if (done) return 'erased'
    if (await wasErased({ db }, parseAddress(address).key)) return 'already_erased'
    throw new AppError('SUBSCRIBER_UNKNOWN', `There is no subscriber ${address}.`)
  })
  const lines = {
    erased: 'Erased. A keyed hash stays, so that no import brings the address back; backups made before still have it.',
    already_erased: 'It was erased before; nothing changed.'
  }
  report({ kind }, { json, lines: [lines[kind]] })
}
