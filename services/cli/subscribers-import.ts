import { systemClock } from '../platform/clock.ts'
import { type ImportPlan, importSubscribers } from '../subscribers/import-subscribers.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

export async function importList(
  file: string,
  options: { consent: string; suppress?: string; dryRun?: boolean; json?: boolean }
): Promise<void> {
  const outcome = await withStorage(({ db }) =>
    importSubscribers(
      { db, clock: systemClock },
      {
        file,
        suppressFile: options.suppress,
        consent: options.consent,
        dryRun: options.dryRun === true,
        // Before anything is written; with --json stdout is for the one result.
        announce: (plan) => {
          const stream = options.json === true ? process.stderr : process.stdout
          stream.write(`${planLines(plan).join('\n')}\n`)
        }
      }
    )
  )
  const done = outcome.kind === 'dry_run' ? 'Nothing was written: this was a dry run.' : 'Imported. Nobody was mailed.'
  report(outcome, { json: options.json, lines: [done] })
  const { active, suppressed, unchanged, refused } = outcome
  if (refused.length > 0 && active + suppressed + unchanged === 0) process.exitCode = 1
}

function planLines({ active, suppressed, unchanged, duplicates, refused }: ImportPlan): string[] {
  const rows = refused.map(({ file, line, value, reason }) => {
    const place = file === 'suppress' ? `--suppress, line ${line}` : `line ${line}`
    return `${place}: ${reason}${value === '' ? '' : ` (${printable(value)})`}`
  })
  const repeated = duplicates === 0 ? '' : `, ${duplicates} repeated`
  const counts = `${active} active, ${suppressed} suppressed, ${unchanged} unchanged, ${refused.length} refused${repeated}`
  return [...rows, counts]
}

/** A cell must not move the cursor of the terminal it is shown on. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '?')
}
