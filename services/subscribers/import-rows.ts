import { AppError } from '../platform/errors.ts'
import { parseAddress } from './address.ts'
import type { ImportRow } from './import.queries.ts'
import { addressColumn, readHeader } from './import-columns.ts'
import { readRecords } from './import-records.ts'
import type { Standing } from './import-standing.ts'

/** A row that was not taken, and why. */
export interface RefusedRow {
  file: ImportRow['file']
  line: number
  value: string
  reason: string
}

/** The rows of a CSV file of subscribers. Throws FILE_INVALID where the header or a status means nothing known. */
export async function* readImportRows(path: string): AsyncGenerator<ImportRow | RefusedRow> {
  let columns: ReturnType<typeof readHeader> | undefined
  for await (const record of readRecords(path)) {
    if ('problem' in record) yield { file: 'import', line: record.line, value: '', reason: record.problem }
    else if (columns === undefined) columns = readHeader(record.fields)
    else {
      const { address, standing } = columns.read(record)
      yield toRow({ file: 'import', line: record.line, address, standing })
    }
  }
  if (columns === undefined) throw new AppError('FILE_INVALID', `${path} has no line that names the columns.`)
}

/** A list of addresses not to mail: one a line, or a CSV file whose other columns do not matter. */
export async function* readSuppressRows(path: string): AsyncGenerator<ImportRow | RefusedRow> {
  let column: number | undefined
  for await (const record of readRecords(path)) {
    if ('problem' in record) {
      yield { file: 'suppress', line: record.line, value: '', reason: record.problem }
    } else if (column === undefined && !record.fields.some((field) => field.includes('@'))) {
      column = addressColumn(record.fields)
    } else {
      column ??= record.fields.findIndex((field) => field.includes('@'))
      yield toRow({
        file: 'suppress',
        line: record.line,
        address: record.fields[column] ?? '',
        standing: 'operator'
      })
    }
  }
}

function toRow({
  file,
  line,
  address,
  standing
}: {
  file: ImportRow['file']
  line: number
  address: string
  standing: Standing
}): ImportRow | RefusedRow {
  if (address.trim() === '') return { file, line, value: '', reason: 'It has no address.' }
  try {
    // Our own export puts an apostrophe before what a sheet would take for a formula.
    return { file, line, ...parseAddress(address.replace(/^'(?=[=+\-@])/, '')), standing }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { file, line, value: address.slice(0, 100), reason: error.message }
  }
}
