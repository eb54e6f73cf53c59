import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { platform } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Ends a postgres whose keeper was killed, so that a new one can start on its data.
 * A postmaster.pid whose number now belongs to another program (after a reboot, say)
 * is removed; PostgreSQL itself would refuse to start on it.
 */
export async function endOrphan(data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid')
  const pid = Number.parseInt(readIfThere(pidFile)?.split('\n')[0] ?? '', 10)
  if (Number.isNaN(pid)) return
  if (!commandLine(pid).includes(data)) {
    rmSync(pidFile, { force: true })
    return
  }
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + 30_000
  while (commandLine(pid).includes(data)) {
    if (Date.now() > deadline)
      throw new Error(`PostgreSQL (process ${pid}) of an earlier run does not stop: end it and start again`)
    await sleep(50)
  }
}

/** The command line of a process, empty where there is none. */
function commandLine(pid: number): string {
  if (platform === 'linux') return readIfThere(`/proc/${pid}/cmdline`) ?? ''
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
