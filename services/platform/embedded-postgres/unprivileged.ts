import { execFileSync, type SpawnOptions } from 'node:child_process'
import { chownSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { getuid, platform } from 'node:process'

export interface Invocation {
  command: string
  args: string[]
  options: SpawnOptions
}

/**
 * How to run initdb and postgres, which refuse to run as root. For root on Linux they
 * run in a user namespace of their own, where root's files belong to an ordinary user:
 * nothing on the machine changes, the data may lie in a folder that only root can
 * enter, and no `postgres` user is needed. initdb looks the user id up, so it must be
 * one that /etc/passwd knows. Where user namespaces are off, that user is given the
 * folder and runs them, and keeps it: whoever owns the data can start on it.
 */
export function unprivileged(command: string, args: string[], folder: string): Invocation {
  if (platform !== 'linux' || getuid?.() !== 0) return { command, args, options: {} }
  const owner = statSync(folder)
  if (owner.uid !== 0) return { command, args, options: { uid: owner.uid, gid: owner.gid } }
  const { uid, gid } = ordinaryUser()
  const mapping = ['--user', `--map-user=${uid}`, `--map-group=${gid}`, '--']
  if (runs('unshare', [...mapping, 'true'])) {
    return { command: 'unshare', args: [...mapping, command, ...args], options: {} }
  }
  for (const name of ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
    chownSync(join(folder, name), uid, gid)
  }
  return { command, args, options: { uid, gid } }
}

/** `nobody` where there is one, else the first account that is not root's. */
function ordinaryUser(): { uid: number; gid: number } {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid }) => uid > 0)
  const account = accounts.find(({ name }) => name === 'nobody') ?? accounts[0]
  if (account === undefined) {
    throw new Error(
      'PostgreSQL does not run as root and /etc/passwd has no other account: run as another user or set DATABASE_URL'
    )
  }
  return account
}

function runs(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
