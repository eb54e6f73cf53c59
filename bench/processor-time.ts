import { readdirSync, readFileSync } from 'node:fs'

/** What /proc counts in; 100 on every Linux that Node runs on (USER_HZ). */
const ticksPerSecond = 100

interface Process {
  parent: number
  /** Of the process itself, in ticks. */
  own: number
  /** Of the children it has waited for, in ticks. */
  children: number
}

/** Processor time of one process in seconds, user and system. Linux only. */
export function processorTime(pid: number): number {
  return (read(pid)?.own ?? 0) / ticksPerSecond
}

/**
 * Processor time in seconds of a process and of everything it started: those that run, and those
 * that have ended, which are on their parent's account. So a server counts with its background
 * processes and with connections that are closed by now.
 */
export function processorTimeOfTree(root: number): number {
  const all = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const found = read(Number(name))
        return found === undefined ? [] : [[Number(name), found] as const]
      })
  )
  const within = (pid: number): boolean => pid === root || (all.has(pid) && within(all.get(pid)?.parent ?? 0))
  const ticks = [...all].filter(([pid]) => within(pid)).map(([, { own, children }]) => own + children)
  return ticks.reduce((sum, one) => sum + one, 0) / ticksPerSecond
}

function read(pid: number): Process | undefined {
  try {
    // The program's name, in brackets, may hold anything; proc(5): state is field 3, utime 14.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number)
    const [parent = 0, utime = 0, stime = 0, cutime = 0, cstime = 0] = [1, 11, 12, 13, 14].map((at) => fields[at])
    return { parent, own: utime + stime, children: cutime + cstime }
  } catch {
    return undefined
  }
}
