import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { projectRoot } from '../../services/platform/project-root.ts'

/** A worker as an operator starts it, from dist/. Returns what ends it at once. */
export async function startWorker(environment: Record<string, string>): Promise<() => Promise<void>> {
  const program = join(projectRoot, 'dist', 'services', 'cli', 'main.js')
  const child = spawn(process.execPath, [program, 'worker'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const endWithThisProcess = () => child.kill('SIGKILL')
  process.once('exit', endWithThisProcess)
  const ended = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('workers started')) continue
    return async () => {
      process.off('exit', endWithThisProcess)
      child.kill('SIGKILL')
      await ended
    }
  }
  throw new Error('the worker ended before it had started')
}
