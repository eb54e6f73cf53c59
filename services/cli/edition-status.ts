import { editionReport } from '../delivery/edition-report.ts'
import { listPauses } from '../delivery/limits/list-pauses.ts'
import { systemClock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

export async function status(day: string, { json }: { json?: boolean }): Promise<void> {
  await withStorage(async ({ db }) => {
    const found = await editionReport({ db }, day)
    if (found === undefined) throw new AppError('EDITION_UNKNOWN', `there is no edition of ${day}`)
    const { state, expected, kept, deliveries } = found
    const counts = Object.entries(deliveries).map(([name, count]) => `  ${name.padEnd(10)} ${count}`)
    const gone = kept ? [] : ['  older than RETENTION_DAYS: what became of each is not kept']
    const pauses = await listPauses({ db, clock: systemClock })
    const waiting = pauses.map(
      ({ domain, until, reply }) => `  nothing to ${domain ?? 'the relay'} before ${until.toISOString()}: ${reply}`
    )
    report(
      { ...found, pauses },
      { json, lines: [`${day}: ${state}, ${expected} deliveries`, ...counts, ...gone, ...waiting] }
    )
  })
}
