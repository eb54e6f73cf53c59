import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
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

const running = new Set<ChildProcess>()
process.once('exit', () => {
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
    env: { ...process.env, ...env },
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
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.trim() !== '' && !stdout.startsWith('Z')
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
