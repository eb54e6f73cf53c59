import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { projectRoot } from '../../services/platform/project-root.ts'
import { freePort } from './free-port.ts'
import { type TestProcess, watch } from './processes.ts'

const program = join(projectRoot, 'dist', 'services', 'cli', 'main.js')

/** Vitest sets BASE_URL to a path of its own; an empty value counts as unset. No test reads the real sources. */
const ownEnvironment = { LOG_LEVEL: 'warn', BASE_URL: '', PAPER_SOURCES: 'none' }

export interface Service extends TestProcess {
  baseUrl: string
}

/** A folder that takes the place of DATA_DIR, and what removes it. */
export function aDataDir(): { dataDir: string; remove(): void } {
  const dataDir = mkdtempSync(join(tmpdir(), 'daily-papers-data-'))
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) }
}

/** Runs `daily-papers start` as its own process, as an operator would, and waits until it says so. */
export async function startService(env: Record<string, string>, args: string[] = ['start']): Promise<Service> {
  const port = await freePort()
  const baseUrl = `http://localhost:${port}`
  const settings = { ...ownEnvironment, PORT: String(port), BASE_URL: baseUrl, ...env }
  const process = watch(globalThis.process.execPath, [program, ...args], settings)
  await process.says(args[0] === 'worker' || env.ROLE === 'worker' ? 'workers started' : 'is running')
  return { ...process, baseUrl }
}

/** Runs a command to its end. */
export async function runCommand(
  args: string[],
  env: Record<string, string>
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      globalThis.process.execPath,
      [program, ...args],
      { env: { ...globalThis.process.env, ...ownEnvironment, ...env } },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : ((error as { code?: number }).code ?? null), stdout, stderr })
      }
    )
  })
}

export interface InboxMessage {
  id: number
  to: string
  subject: string
}

/** Waits until the built-in inbox holds `count` mails to an address; newest first. */
export async function waitForInbox(
  { baseUrl }: { baseUrl: string },
  address: string,
  count: number
): Promise<InboxMessage[]> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const response = await fetch(`${baseUrl}/inbox/messages`)
    expect(response.status).toBe(200)
    const messages = ((await response.json()) as InboxMessage[]).filter(({ to }) => to === address)
    if (messages.length >= count) return messages
    if (Date.now() > deadline) throw new Error(`${messages.length} of ${count} mails to ${address} came`)
    await pause(100)
  }
}

/** The source of a mail in the built-in inbox. */
export async function readMail({ baseUrl }: { baseUrl: string }, { id }: { id: number }): Promise<string> {
  const response = await fetch(`${baseUrl}/inbox/messages/${id}.eml`)
  expect(response.status).toBe(200)
  return response.text()
}
