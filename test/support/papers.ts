import { importPapers } from '../../services/papers/import-papers.ts'
import type { Db } from '../../services/platform/database.ts'
import { clockAt } from './clock.ts'
import { aSavedPage } from './saved-page.ts'

/** Puts `count` papers on the list of a feed day, from place `from` of the sample. */
export async function listPapers(db: Db, day: string, count: number, from = 0): Promise<void> {
  const clock = clockAt(`${day}T03:00:00Z`)
  const { refused } = await importPapers({ db, clock }, { content: aSavedPage({ papers: count, from }), day })
  if (refused.length > 0) throw new Error(`papers were refused: ${JSON.stringify(refused)}`)
}
