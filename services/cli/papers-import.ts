import { readFile, stat } from 'node:fs/promises'
import { importPapers } from '../papers/import-papers.ts'
import { systemClock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

/** A saved page of a day is about 200 KB; the file is held in memory. */
const largestFile = 32 * 2 ** 20

export async function importFile(file: string, { date, json }: { date: string; json?: boolean }): Promise<void> {
  const content = await readText(file)
  const outcome = await withStorage(({ db }) =>
    importPapers({ db, clock: systemClock }, { content, day: date }).catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'FILE_INVALID' ? invalid(file, error.message) : error
    })
  )
  const { imported, updated, unchanged, refused, residue } = outcome
  report(outcome, {
    json,
    lines: [
      ...refused.map(({ line, reason }) => `line ${line}: ${reason}`),
      ...(residue === 0 ? [] : [`${residue} formulas or macros are not known and stand as they came`]),
      `${imported} imported, ${updated} updated, ${unchanged} unchanged, ${refused.length} refused`
    ]
  })
  if (refused.length > 0 && imported + updated + unchanged === 0) process.exitCode = 1
}

/** Throws FILE_INVALID with what is wrong with it, before a database is opened. */
async function readText(file: string): Promise<string> {
  const bytes = await readWhole(file).catch((error: NodeJS.ErrnoException) => {
    throw error.syscall === undefined ? error : invalid(file, error.message)
  })
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  throw invalid(file, 'it is not text in UTF-8')
}

async function readWhole(file: string): Promise<Buffer> {
  const { size } = await stat(file)
  if (size > largestFile) throw invalid(file, `it is larger than ${largestFile / 2 ** 20} MB`)
  return readFile(file)
}

function invalid(file: string, reason: string): AppError {
  return new AppError('FILE_INVALID', `${file} cannot be imported: ${reason}`)
}
