import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'

/** What a sending process is told. */
export interface Task {
  smtpUrl: string
  mails: number
  connections: number
  /** Of the service; the yardsticks send a mail of its. */
  environment: Record<string, string>
  databaseUrl: string
  /** A mail as the service writes it, in base64. */
  sample: string
}

/** What a sending process measured of itself. */
export interface Measured {
  accepted: number
  /** Between being told to go and the last mail's answer, with its outcome recorded where there is a record. */
  seconds: number
  processorSeconds: number
  /** At its peak, in MB. */
  memory: number
  /** As a rule, in MB: the median of a look every quarter of a second. */
  usualMemory: number
}

/** The sending processes: in a process each, so that processor time and memory are its own. */
export type Program = 'nodemailer-raw' | 'nodemailer-composed' | 'nodemailer-signed' | 'daily-papers'

/** Starts a program, calls `begin` when it is ready to send, and lets it send. */
export async function runSender(program: Program, task: Task, begin: () => Promise<void>): Promise<Measured> {
  const child = fork(new URL(`programs/${program}.js`, import.meta.url), { execArgv: [], stdio: 'inherit' })
  const endWithThisProcess = () => child.kill('SIGKILL')
  process.once('exit', endWithThisProcess)
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`${program} ended early, with ${code}`)
  })
  // Raced below; it also settles after the race.
  gone.catch(() => undefined)
  try {
    child.send(task)
    await Promise.race([once(child, 'message'), gone])
    await begin()
    child.send({ go: true })
    const [measured] = (await Promise.race([once(child, 'message'), gone])) as [Measured]
    return measured
  } finally {
    process.off('exit', endWithThisProcess)
    child.kill('SIGKILL')
  }
}

/** The sending process's side: `prepare` makes everything ready and returns what sends and counts what was accepted. */
export async function serveSender(prepare: (task: Task) => Promise<() => Promise<number>>): Promise<void> {
  const [task] = (await once(process, 'message')) as [Task]
  const send = await prepare(task)
  process.send?.({ ready: true })
  await once(process, 'message')
  const before = { at: performance.now(), processor: process.cpuUsage() }
  const looks: number[] = []
  const looking = setInterval(() => void looks.push(process.memoryUsage.rss() / 2 ** 20), 250)
  const accepted = await send()
  clearInterval(looking)
  const { user, system } = process.cpuUsage(before.processor)
  process.send?.({
    accepted,
    seconds: (performance.now() - before.at) / 1000,
    processorSeconds: (user + system) / 1e6,
    memory: peakMemory(),
    usualMemory: looks.toSorted((one, other) => one - other)[Math.floor(looks.length / 2)] ?? 0
  })
}

/** Linux only. getrusage would do elsewhere, but begins with the peak of the process that forked this one. */
function peakMemory(): number {
  const [, kilobytes = '0'] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kilobytes) / 1024
}
