import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { erasureHasher } from './erasure-hash.ts'
import {
  createImportRows,
  type ImportRow,
  insertImportRows,
  listRefused,
  planImport,
  writeImport
} from './import.queries.ts'
import { type RefusedRow, readImportRows, readSuppressRows } from './import-rows.ts'

/** Rows that go to PostgreSQL in one statement. */
const batchSize = 5000

export interface ImportPlan {
  /** Addresses never seen that will be mailed. */
  active: number
  /** Addresses that will not be mailed: new ones, and ones we have that the file is stricter about. */
  suppressed: number
  /** Addresses we have, whose state stays. */
  unchanged: number
  /** Further rows of an address: its strictest counts. */
  duplicates: number
  refused: RefusedRow[]
}

export type ImportOutcome = { kind: 'imported' | 'dry_run' } & ImportPlan

/**
 * Imports a CSV file of addresses whose consent the operator states, after a list of
 * addresses never to mail. Nobody who left comes back: an address we know keeps its state
 * unless the files are stricter. Mails nobody. `announce` is told the plan before anything
 * is written; all is written in one transaction. A bad row is refused and the others go in;
 * a status that cannot be understood stops the whole import. Throws FILE_INVALID.
 */
export async function importSubscribers(
  { db, clock }: { db: Db; clock: Clock },
  {
    file,
    suppressFile,
    consent,
    dryRun,
    announce
  }: {
    file: string
    suppressFile: string | undefined
    consent: string
    dryRun: boolean
    announce: (plan: ImportPlan) => void | Promise<void>
  }
): Promise<ImportOutcome> {
  return db.transaction().execute(async (trx) => {
    const refused: RefusedRow[] = []
    await createImportRows(trx)
    if (suppressFile !== undefined) await load(trx, readSuppressRows(suppressFile), refused)
    await load(trx, readImportRows(file), refused)
    const counts = await planImport(trx)
    for (const { file: from, line, address, reason } of await listRefused(trx)) {
      refused.push({ file: from, line, value: address, reason: reasons[reason] ?? reason })
    }
    const plan = { ...counts, refused: refused.toSorted(byLine) }
    await announce(plan)
    if (dryRun) return { kind: 'dry_run', ...plan }
    await writeImport(trx, consent, clock.now())
    return { kind: 'imported', ...plan }
  })
}

const reasons: Partial<Record<ImportRow['standing'] | 'erased', string>> = {
  erased: 'It was erased at the wish of its owner, who can only come back by signing up.',
  unstated: 'Its status is empty.',
  unconfirmed: 'It was never confirmed.'
}

async function load(trx: Db, rows: AsyncIterable<ImportRow | RefusedRow>, refused: RefusedRow[]): Promise<void> {
  const hash = await erasureHasher(trx)
  const insert = (batch: ImportRow[]) =>
    insertImportRows(
      trx,
      batch.map((row) => ({ ...row, hash: hash(row.key) }))
    )
  let batch: ImportRow[] = []
  for await (const row of rows) {
    if ('reason' in row) refused.push(row)
    else batch.push(row)
    if (batch.length < batchSize) continue
    await insert(batch)
    batch = []
  }
  if (batch.length > 0) await insert(batch)
}

function byLine(one: RefusedRow, other: RefusedRow): number {
  return one.file === other.file ? one.line - other.line : one.file === 'suppress' ? -1 : 1
}
