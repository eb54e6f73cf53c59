import type { Db } from './database.ts'

export interface JobRun {
  job: string
  finishedAt: Date
  error: string | undefined
  failedAt: Date | undefined
}

/** Remembers that a job ran, and what went wrong last; a success does not wipe that out. */
export async function recordRun(db: Db, job: string, now: Date, error: string | undefined): Promise<void> {
  const failure = error === undefined ? {} : { error, failed_at: now }
  await db
    .insertInto('job_runs')
    .values({ job, finished_at: now, ...failure })
    .onConflict((conflict) => conflict.column('job').doUpdateSet({ finished_at: now, ...failure }))
    .execute()
}

export async function listRuns(db: Db): Promise<JobRun[]> {
  const rows = await db.selectFrom('job_runs').selectAll().orderBy('job').execute()
  return rows.map((row) => ({
    job: row.job,
    finishedAt: row.finished_at,
    error: row.error ?? undefined,
    failedAt: row.failed_at ?? undefined
  }))
}
