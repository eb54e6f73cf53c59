import { type ReplayOutcome, replayEdition } from '../editions/replay-edition.ts'
import { openTemplates } from '../mail/templates.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

export async function replay(day: string, { json }: { json?: boolean }): Promise<void> {
  await withStorage(async ({ db }) => {
    const outcome = await replayEdition({ db, templates: await openTemplates() }, day === 'sample' ? null : day)
    if (outcome.kind === 'unknown') throw new Error(`there is no edition of ${day}`)
    if (outcome.kind === 'differs') process.exitCode = 1
    const { kind, ...rest } = outcome
    report({ day, outcome: kind, ...rest }, { json, lines: [line(day, outcome), `SHA-256 ${outcome.hash}`] })
  })
}

function line(day: string, outcome: Exclude<ReplayOutcome, { kind: 'unknown' }>): string {
  const edition = `the edition of ${day}, revision ${outcome.revision}`
  switch (outcome.kind) {
    case 'rebuilt':
      return `Rebuilt ${edition}: HTML, text and feed entry are equal byte for byte (renderer ${outcome.renderer})`
    case 'verified':
      return outcome.reason === 'other_renderer'
        ? `Verified ${edition}: its stored bytes have their hash. Not rebuilt: renderer ${outcome.renderer} made it, this is ${outcome.current}`
        : `Verified ${edition}: its stored bytes have their hash. Not rebuilt: what it was made of was not kept`
    case 'differs':
      return `${edition} differs in: ${outcome.parts.join(', ')}`
  }
}
