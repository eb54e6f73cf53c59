import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSmtpSink } from '../../test/support/smtp-sink.ts'
import { processorTime } from '../processor-time.ts'
import { environment, type Installation } from './installation.ts'
import type { Figures } from './report.ts'
import { type Program, runSender } from './sender.ts'

interface Sending {
  program: Program
  /** Settings beside those of every installation; undefined for what has no database. */
  extra?: Record<string, string>
}

/** One run of a program against a sink of its own. Throws where a mail was lost, doubled or not recorded. */
export async function measureSending(
  installation: Installation,
  { program, extra }: Sending,
  run: { mails: number; connections: number; sample: string }
): Promise<Figures> {
  const sink = await openSmtpSink()
  const clone = extra === undefined ? undefined : await installation.clone()
  const dataDir = mkdtempSync(join(tmpdir(), 'daily-papers-bench-data-'))
  try {
    const planning = (await clone?.plan()) ?? 0
    const before = { postgres: 0, sink: 0 }
    const settings = { ...environment, ...extra, DATA_DIR: dataDir }
    const task = { ...run, smtpUrl: sink.url, databaseUrl: clone?.url ?? '', environment: settings }
    const measured = await runSender(program, task, async () => {
      before.postgres = await installation.postgresTime()
      before.sink = processorTime(sink.pid)
    })
    const sinkSeconds = processorTime(sink.pid) - before.sink
    const recorded = (await clone?.count(`state = 'accepted'`)) ?? run.mails
    const postgresSeconds = (await installation.postgresTime()) - before.postgres
    const counts = { taken: sink.count(), accepted: measured.accepted, recorded }
    if (Object.values(counts).some((count) => count !== run.mails))
      throw new Error(`not ${run.mails} of each: ${JSON.stringify(counts)}`)
    return { ...measured, mails: run.mails, planning, postgresSeconds, sinkSeconds }
  } finally {
    await clone?.drop()
    await sink.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
