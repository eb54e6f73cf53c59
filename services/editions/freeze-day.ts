import { subjectsOf } from '../mail/digest-subject.ts'
import type { Candidate } from '../papers/candidates.ts'
import type { Db } from '../platform/database.ts'
import type { AssembleDeps } from './assemble-edition.ts'
import { dayStanding } from './completeness.ts'
import { editionCredit, editionNote } from './edition-note.ts'
import type { Extra } from './extra.ts'
import { type Frozen, freeze } from './freeze-content.ts'
import { findSubjectsOfOthers } from './subjects.queries.ts'

/** The pool of an edition: more than anybody reads, room for topics. */
const poolSize = 200

/** Compiles a day's edition from its ranked candidates, under a subject that no other has; nothing is stored. */
export async function freezeDay(
  { db, config, templates }: Omit<AssembleDeps, 'clock'>,
  { day, candidates, extras }: { day: string; candidates: readonly Candidate[]; extras: Extra[] }
): Promise<Frozen> {
  const { words } = templates
  const pool = candidates.slice(0, poolSize)
  const headline = { day, papers: pool.map(({ mail }) => mail), selected: config.digestSize }
  return freeze(
    { config, templates },
    {
      day,
      subject: await freeSubject(db, day, subjectsOf(words, headline)),
      candidates: candidates.length,
      note: editionNote(words, { day, standing: await dayStanding({ db, config, words }, day) }),
      credit: editionCredit(words, pool),
      papers: pool.map(({ id, mail }) => ({ paperId: id, mail })),
      extras
    }
  )
}

/** The first of the subjects that the edition of no other day has; the last has the day in it. */
async function freeSubject(db: Db, day: string, subjects: string[]): Promise<string | undefined> {
  const taken = await findSubjectsOfOthers(db, day, subjects)
  return subjects.find((subject) => !taken.has(subject)) ?? subjects.at(-1)
}
