import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { platform } from 'node:process'
import { createInterface } from 'node:readline'
import { afterAll } from 'vitest'
import { environmentSchema } from '../../services/platform/config-schema.ts'
import { projectRoot } from '../../services/platform/project-root.ts'

export interface TestProcess {
  pid: number
  /** Resolves with the first line of stdout that contains `text`; throws what stderr said when the process ends without it. */
  says(text: string): Promise<string>
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>
  signal(name: NodeJS.Signals): void
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/** Without the settings of whoever runs the tests, and vitest's own BASE_URL. */
const surroundings = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !(name.replace(/_FILE$/, '') in environmentSchema.properties))
)

const running = new Set<ChildProcess>()
// What a failed test left running, before the runner ends this process by a signal. Hooks run in
// reverse order, so this one, of the import, comes last.
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
})

/**
 * Runs a module in a process of its own, for what only processes show: kill -9, locks,
 * two at once. It is JavaScript against dist/, which global-setup.ts compiles, because
 * Node 20 runs no TypeScript.
 */
export function spawnNode(module: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): TestProcess {
  return watch(process.execPath, ['--input-type=module', '--eval', module, '--', ...args], env)
}

/** Runs a program in the project's folder. */
export function watch(command: string, args: string[], env: NodeJS.ProcessEnv = {}): TestProcess {
  const child = spawn(command, args, {
    cwd: projectRoot,
    // No test reads the real sources of papers.
    env: { ...surroundings, PAPER_SOURCES: 'none', ...env },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  let errors = ''
  let over = false
  const wake = () => {
    for (const look of waiting) look()
  }
  const reader = createInterface({ input: child.stdout })
  reader.on('line', (line) => {
    lines.push(line)
    wake()
  })
  reader.on('close', () => {
    over = true
    wake()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  running.add(child)
  void ended.finally(() => running.delete(child))

  return {
    pid: child.pid as number,
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = lines.find((one) => one.includes(text))
          if (line === undefined && !over) return
          waiting.delete(look)
          if (line === undefined) reject(new Error(`the process ended without saying "${text}": ${errors}`))
          else resolve(line)
        }
        waiting.add(look)
        look()
      }),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    signal: (name) => void child.kill(name)
  }
}

/** Whether a process with this id runs. One that has ended and that nobody has waited for does not. */
export function isRunning(pid: number): boolean {
  const { state } = statusOf(pid)
  return state !== '' && !state.startsWith('Z')
}

/** The process that started this one. */
export function parentOf(pid: number): number {
  return statusOf(pid).parent
}

/** From /proc where there is one: a bare Debian has no ps. */
function statusOf(pid: number): { state: string; parent: number } {
  const found = platform === 'linux' ? fromProc(pid) : spawnSync('ps', ['-o', 'stat=,ppid=', '-p', String(pid)]).stdout
  const [state = '', parent] = String(found).trim().split(/\s+/)
  return { state, parent: Number(parent) }
}

function fromProc(pid: number): string {
  try {
    // The program's name, in brackets, may hold anything.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '')
  } catch {
    return ''
  }
}
