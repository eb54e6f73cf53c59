import { execFileSync, type SpawnOptions } from 'node:child_process'
import { chownSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { getuid, platform } from 'node:process'

export interface Invocation {
  command: string
  args: string[]
  options: SpawnOptions
}

interface Account {
  uid: number
  gid: number
}

/**
 * How to run initdb and postgres, which refuse to run as root. For root on Linux they
 * run in a user namespace of their own, where root's files belong to an ordinary user:
 * nothing on the machine changes, the data may lie in a folder that only root can
 * enter, and no `postgres` user is needed. initdb looks the user id up, so it must be
 * one that /etc/passwd knows. Where user namespaces are off (in most containers), that
 * user is given the folder and runs them, and keeps it: whoever owns data can start on it.
 * Throws where neither works.
 */
export function unprivileged(command: string, args: string[], folder: string): Invocation {
  if (platform !== 'linux' || getuid?.() !== 0) return { command, args, options: {} }
  const owner = statSync(folder)
  if (owner.uid !== 0) return runAs(owner, command, args, folder)

  const user = ordinaryUser()
  const mapping = ['--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`, '--']
  if (runs('unshare', [...mapping, 'true'])) {
    return { command: 'unshare', args: [...mapping, command, ...args], options: {} }
  }
  for (const name of ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
    chownSync(join(folder, name), user.uid, user.gid)
  }
  return runAs(user, command, args, folder)
}

function runAs({ uid, gid }: Account, command: string, args: string[], folder: string): Invocation {
  const options = { uid, gid, cwd: '/' }
  if (runs(command, ['--version'], options) && runs('test', ['-w', folder], options)) return { command, args, options }
  // A folder above admits root alone: of root's powers the user keeps the one to enter it. The
  // secure bit is for access(2), by which postgres looks for itself: it asks without powers otherwise.
  const power = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  const keeping = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...power, '--']
  if (runs('setpriv', [...keeping, command, '--version'])) {
    return { command: 'setpriv', args: [...keeping, command, ...args], options: {} }
  }
  throw new Error(
    `PostgreSQL does not run as root, and user ${uid} cannot enter ${folder} or the folder of the program: ` +
      'run as another user or set DATABASE_URL'
  )
}

/** `nobody` where there is one, else the first account that is not root's. */
function ordinaryUser(): Account {
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

function runs(command: string, args: string[], options: { uid?: number; gid?: number; cwd?: string } = {}): boolean {
  try {
    execFileSync(command, args, { ...options, stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
