import { assembleEdition } from '../../services/editions/assemble-edition.ts'
import { releaseEdition } from '../../services/editions/sending.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { addDays } from '../../services/papers/feed-day.ts'
import type { TestApp } from '../support/app.ts'
import { listPapers } from '../support/papers.ts'

let templates: Promise<Templates> | undefined

/** Lists papers of the sample on a day, from a place of it, and has the day's edition begin to leave at 08:00 of the next. */
export async function makeEdition(site: TestApp, day: string, papers: number, from: number): Promise<number> {
  await listPapers(site.deps.db, day, papers, from)
  return sendListed(site, day)
}

/** Has the edition of what is listed on a day begin to leave at 08:00 of the next. */
export async function sendListed({ deps }: TestApp, day: string, spoken?: Templates): Promise<number> {
  templates ??= openTemplates()
  deps.clock.set(`${addDays(day, 1)}T08:00:00Z`)
  const outcome = await assembleEdition({ ...deps, templates: spoken ?? (await templates) }, { day, minimum: 1 })
  if (outcome.kind === 'too_few') throw new Error('no edition was made')
  await releaseEdition(deps.db, outcome.editionId, deps.clock.now())
  await deps.db.updateTable('editions').set({ state: 'sent' }).where('id', '=', outcome.editionId).execute()
  return outcome.editionId
}
