import { closeSync, ftruncateSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { pid } from 'node:process'
import type { Ledger, MailKey, Outcome } from '../ledger.ts'
import { bootId } from './boot-id.ts'
import { handedLine, headLine, outcomeLine, releasedLine } from './lines.ts'

/**
 * What a lease's holder writes down at once and by itself: which mails it gave to a connection, and
 * what the relay said. PostgreSQL learns the same in batches (a mark per mail there cost sixty
 * times as much); this is what a restarted worker knows of what it had not told. A file a lease, so
 * that it ends with the lease and nothing has to be found in a long one.
 *
 * Written synchronously: a line is in the kernel before the mail or the next command goes out, and
 * outlives the process. It is not synced to the disk, which would cost a mail a millisecond: after a
 * power failure the lease's mails are in doubt instead (see replay-journals.ts).
 */
export interface Journal {
  handed(mail: MailKey): void
  outcome(outcome: Outcome): void
  released(mail: MailKey): void
  /** The lease is over and PostgreSQL knows everything. */
  remove(): void
  /** Keeps the file for whoever replays it. */
  close(): void
}

/** Files that a lease of this process is written to, or that are being replayed by it. */
const own = new Set<string>()

export function journalFolder(dataDir: string): string {
  const folder = join(dataDir, 'journal')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** Opens the journal of a lease that is about to be claimed: without a file its mails would be in doubt. */
export function openJournal(folder: string, ledger: Ledger, lease: number): Journal {
  const path = join(folder, journalName(lease))
  const begun = begin(path, headLine({ ledger, boot: bootId() }))
  const { file } = begun
  let { size } = begun
  own.add(path)
  let isOpen = true
  /** Twice is no error: a file that could not be removed is closed. */
  function close(): void {
    if (isOpen) closeSync(file)
    isOpen = false
    own.delete(path)
  }
  function write(line: string): void {
    size = append(file, size, line)
  }
  return {
    handed: (mail) => write(handedLine(mail)),
    released: (mail) => write(releasedLine(mail)),
    outcome: (outcome) => write(outcomeLine(outcome)),
    remove() {
      close()
      // Gone already where the lease ran out and a sweep took it up.
      rmSync(path, { force: true })
    },
    close
  }
}

/** A file with its first line. Nothing stays of one that cannot be written: a claim on a full disk is tried again and again. */
function begin(path: string, head: string): { file: number; size: number } {
  let file: number | undefined
  try {
    file = openSync(path, 'ax', 0o600)
    return { file, size: append(file, 0, head) }
  } catch (error) {
    if (file !== undefined) {
      closeSync(file)
      rmSync(path, { force: true })
    }
    throw new Error(`the journal cannot be written: ${(error as Error).message}`, { cause: error })
  }
}

/**
 * Writes a line behind the `size` bytes of a file and returns how many there are then. A disk that is full takes a part
 * of it, without an error: taken out again, or the next line would begin in its middle. Throws where it is not written.
 */
function append(file: number, size: number, line: string): number {
  const written = writeSync(file, line)
  if (written === Buffer.byteLength(line)) return size + written
  ftruncateSync(file, size)
  throw new Error('the disk is full')
}

/** Whose journal a file is, from its name; undefined for other files. */
export function readJournalName(name: string): { lease: number; host: string; pid: number } | undefined {
  const parts = /^(\d+)\.([^.]*)\.(\d+)\.journal$/.exec(name)
  if (parts === null) return undefined
  const [, lease, host = '', process] = parts
  return { lease: Number(lease), host, pid: Number(process) }
}

/** This machine or container: process numbers mean something within one only. */
export const thisHost = hostname().replaceAll('.', '-')

function journalName(lease: number): string {
  return `${lease}.${thisHost}.${pid}.journal`
}

/** Takes over a journal whose holder is gone; undefined where another process was quicker, or it is this one's own. */
export function adoptJournal(
  folder: string,
  name: string
): { path: string; remove(): void; letGo(): void } | undefined {
  const from = join(folder, name)
  const lease = readJournalName(name)?.lease
  if (lease === undefined || own.has(from)) return undefined
  const path = join(folder, journalName(lease))
  own.add(path)
  try {
    if (path !== from) renameSync(from, path)
  } catch {
    own.delete(path)
    return undefined
  }
  return {
    path,
    remove() {
      rmSync(path, { force: true })
      own.delete(path)
    },
    letGo: () => void own.delete(path)
  }
}
