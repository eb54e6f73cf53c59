import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AppError } from '../errors.ts'
import { type Header, requireKnown } from './header.ts'

/** A backup being read, front to back. Whatever is wrong with the file throws FILE_INVALID. */
export interface Backup {
  file: string
  header: Header
  /** The bytes of the table that comes next, which must be this one. */
  rows(table: string): AsyncGenerator<Buffer>
  /** How many rows that table had. */
  rowCount(): Promise<number>
  /** Where the sequences stood; with the hash and the end of the file checked, so that everything read can be believed. */
  finish(): Promise<Record<string, number | null>>
  close(): void
}

/** No line is longer but in a file that is no backup: a header grows by 40 bytes with each edition kept. */
const longestLine = 4 * 2 ** 20

/** Opens a backup and reads its header. Throws FILE_INVALID where it is none, or one of a newer program. */
export async function openBackup(file: string): Promise<Backup> {
  const gunzip = createGunzip({ chunkSize: 64 * 1024 })
  pipeline(createReadStream(file), gunzip, () => undefined)
  const chunks = gunzip[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const hash = createHash('sha256')
  let buffer: Buffer = Buffer.alloc(0)
  let isBackup = false

  const bad = (what: string) =>
    new AppError('FILE_INVALID', `${file} ${isBackup ? what : 'is not a backup of Daily Papers'}. Nothing was changed.`)
  async function more(): Promise<boolean> {
    try {
      const next = await chunks.next()
      if (next.done === true) return false
      buffer = buffer.length === 0 ? next.value : Buffer.concat([buffer, next.value])
      return true
    } catch (error) {
      const { code = '', message, syscall } = error as NodeJS.ErrnoException
      if (syscall !== undefined) throw new AppError('FILE_INVALID', `${file} cannot be read: ${message}`)
      throw bad(code === 'Z_BUF_ERROR' ? 'is cut off' : 'is damaged')
    }
  }
  function take(length: number): Buffer {
    const taken = buffer.subarray(0, length)
    buffer = buffer.subarray(length)
    hash.update(taken)
    return taken
  }
  async function line(): Promise<string> {
    for (;;) {
      const end = buffer.indexOf(10)
      if (end !== -1) return take(end + 1).toString('utf8', 0, end)
      if (buffer.length > longestLine) throw bad('is damaged')
      if (!(await more())) throw bad('is cut off')
    }
  }
  async function field<Value>(name: string): Promise<Value> {
    const text = await line()
    try {
      const value = (JSON.parse(text) as Record<string, unknown>)[name]
      if (value !== undefined && value !== null) return value as Value
    } catch {}
    throw bad('is damaged')
  }

  try {
    const header = readHeader(await line(), bad)
    isBackup = true
    await requireKnown(header)
    return {
      file,
      header,
      async *rows(table) {
        if ((await field('table')) !== table) throw bad('is damaged')
        for (;;) {
          const length = Number(await line())
          if (!Number.isSafeInteger(length) || length < 0) throw bad('is damaged')
          if (length === 0) return
          for (let left = length; left > 0; ) {
            if (buffer.length === 0 && !(await more())) throw bad('is cut off')
            const piece = take(Math.min(left, buffer.length))
            left -= piece.length
            yield piece
          }
        }
      },
      rowCount: () => field<number>('rows'),
      async finish() {
        const sequences = await field<Record<string, number | null>>('sequences')
        const digest = hash.copy().digest('hex')
        if ((await field('sha256')) !== digest) throw bad('is damaged')
        if (buffer.length > 0 || (await more())) throw bad('is damaged')
        return sequences
      },
      close: () => void gunzip.destroy()
    }
  } catch (error) {
    gunzip.destroy()
    throw error
  }
}

function readHeader(text: string, bad: (what: string) => AppError): Header {
  try {
    const header = JSON.parse(text) as Partial<Header>
    if (typeof header.format === 'number' && Array.isArray(header.migrations)) return header as Header
  } catch {}
  throw bad('is damaged')
}
