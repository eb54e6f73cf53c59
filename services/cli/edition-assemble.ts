import { assembleEdition } from '../editions/assemble-edition.ts'
import { openTemplates } from '../mail/templates.ts'
import { systemClock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

export async function assemble(day: string, { json }: { json?: boolean }): Promise<void> {
  await withStorage(async ({ config, db }) => {
    const templates = await openTemplates()
    // By hand there is no minimum but one paper: the operator has looked.
    const outcome = await db
      .transaction()
      .execute((trx) => assembleEdition({ db: trx, clock: systemClock, config, templates }, { day, minimum: 1 }))
    switch (outcome.kind) {
      case 'too_few':
        throw new AppError('EDITION_EMPTY', `there are no papers for ${day} that were in no edition yet`)
      case 'exists':
        return report(
          { day, ...outcome },
          { json, lines: [`The edition of ${day} was frozen before; nothing changed.`] }
        )
      case 'assembled':
        return report(
          { day, ...outcome },
          {
            json,
            lines: [`Frozen: the edition of ${day}, ${outcome.papers} papers from ${outcome.candidates} candidates.`]
          }
        )
    }
  })
}
