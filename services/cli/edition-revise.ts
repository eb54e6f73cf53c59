import { reviseAndReselect } from '../delivery/control/revise-and-reselect.ts'
import { openTemplates } from '../mail/templates.ts'
import { systemClock } from '../platform/clock.ts'
import { nudgeOnce } from './nudge-once.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

export async function revise(day: string, { json }: { json?: boolean }): Promise<void> {
  const revised = await withStorage(async (storage) => {
    const { db, config } = storage
    const made = await reviseAndReselect({ db, config, clock: systemClock, templates: await openTemplates() }, day)
    await nudgeOnce(storage, 'deliver')
    return made
  })
  const { revision, papers } = revised
  const line = `Revision ${revision} of the edition of ${day}, ${papers} papers, for readers whose mail was not handed yet.`
  report({ day, ...revised }, { json, lines: [line] })
}
