import { type FileHandle, open } from 'node:fs/promises'
import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { AppError } from '../platform/errors.ts'

/** A record of a CSV file with the number of its first line, or a line that is none. */
export type CsvRecord = { line: number; fields: string[] } | { line: number; problem: string }

/** A note over several lines is rare and short; a quote left open would take the rest of the file with it. */
const longestRecord = 50

/**
 * Reads a CSV file, comma, semicolon or tab, record by record, header first. The lines are
 * put together here and not by csv-parse's stream: after a quote that is never closed that
 * one takes everything up to the next quote as one field, and the rows lost that way may
 * say who left. Here such a line is reported alone and reading goes on with the next.
 * Throws FILE_INVALID where the file cannot be read as text.
 */
export async function* readRecords(path: string): AsyncGenerator<CsvRecord> {
  const file = await openText(path)
  const lines = file.readLines()[Symbol.asyncIterator]()
  try {
    const ahead: string[] = []
    const pull = async (count: number) => {
      while (ahead.length < count) {
        const next = await lines.next()
        if (next.done === true) return false
        ahead.push(next.value)
      }
      return true
    }
    if (!(await pull(1))) throw new AppError('FILE_INVALID', `${path} is empty.`)
    ahead[0] = (ahead[0] ?? '').replace(/^\ufeff/, '')
    // NUL and U+FFFD are what a sheet in UTF-16 and a binary file come to as UTF-8.
    if (/[\0\ufffd]/.test(ahead[0])) throw new AppError('FILE_INVALID', `${path} is not text in UTF-8.`)

    const delimiter = delimiterOf(ahead[0])
    let width: number | undefined
    for (let line = 1; await pull(1); ) {
      const { fields, taken, problem } = await nextRecord({ ahead, pull, delimiter, width })
      ahead.splice(0, taken)
      if (problem !== undefined) yield { line, problem }
      else if (fields.some((field) => field.trim() !== '')) {
        width ??= fields.length
        yield { line, fields }
      }
      line += taken
    }
  } finally {
    await lines.return?.()
    await file.close()
  }
}

async function openText(path: string): Promise<FileHandle> {
  try {
    const file = await open(path)
    if (!(await file.stat()).isDirectory()) return file
    await file.close()
  } catch (error) {
    throw new AppError('FILE_INVALID', `${path} cannot be read: ${(error as Error).message}`)
  }
  throw new AppError('FILE_INVALID', `${path} is a folder.`)
}

async function nextRecord({
  ahead,
  pull,
  delimiter,
  width
}: {
  ahead: string[]
  pull: (count: number) => Promise<boolean>
  delimiter: string
  width: number | undefined
}): Promise<{ fields: string[]; taken: number; problem?: string }> {
  for (let taken = 1; taken <= longestRecord && (await pull(taken)); taken += 1) {
    const fields = parseRecord(ahead.slice(0, taken), delimiter)
    if (fields === 'open') continue
    if (fields === 'broken') break
    if (width === undefined || fields.length === width || fields.every((field) => field === ''))
      return { fields, taken }
    if (taken > 1) break
    return { fields, taken, problem: `It has ${fields.length} fields, the first line has ${width}.` }
  }
  return { fields: [], taken: 1, problem: 'A quote in it is not closed.' }
}

function parseRecord(lines: string[], delimiter: string): string[] | 'open' | 'broken' {
  const text = lines.join('\n')
  // Without a quote there is nothing to parse: 100,000 lines in 0.03 s instead of 2 s.
  if (!text.includes('"')) return text.split(delimiter)
  try {
    // Over several lines a stray quote is no inch sign but the end of a field that began lines ago.
    return parse(text, { delimiter, relax_quotes: lines.length === 1, max_record_size: 0 })[0] ?? ['']
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'open' : 'broken'
  }
}

function delimiterOf(header: string): string {
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }))
  return counts.toSorted((one, other) => other.count - one.count)[0]?.delimiter ?? ','
}
