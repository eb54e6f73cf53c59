import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Point } from '../support/judge.ts'
import type { Service } from '../support/service.ts'
import { connections, leaseMs, openStage, type Stage } from './stage.ts'

// A machine that stands still for longer than its lease (SIGSTOP: a paused virtual machine, a
// full disk) and then goes on. Another has taken over by then. What the first still learns of the
// relay counts only where it is a 250.
const patience = { timeout: 300_000 }
/** One range: the worker that stands still has leased everything. */
const readers = 60

let stage: Stage
beforeEach(async () => {
  stage = await openStage({ audience: readers })
})
afterEach(() => stage.close())

/** A worker that stands still with a mail at `point` on every connection, its lease over. */
async function standStill(point: Point, environment: Record<string, string> = {}): Promise<Service> {
  await stage.judge.hold(point, 5)
  const frozen = await stage.startWorker(1, environment)
  await stage.judge.untilHeld(connections)
  // PostgreSQL is told in batches, and another machine has only that to go by.
  await expect.poll(() => stage.states(), { timeout: 30_000 }).toMatchObject({ accepted: 5 })
  frozen.signal('SIGSTOP')
  await pause(leaseMs)
  return frozen
}

async function end(workers: Service[]): Promise<void> {
  for (const worker of workers) worker.signal('SIGTERM')
  await Promise.all(workers.map(({ ended }) => ended))
}

test(
  'another machine takes over, at most one mail a connection doubled, and nothing is overwritten',
  patience,
  async () => {
    const frozen = await standStill('dot')
    await stage.judge.release()
    const other = await stage.startWorker(2)
    await stage.untilSent()
    const before = await stage.rows()
    frozen.signal('SIGCONT')
    await end([frozen, other])
    expect(await stage.states()).toEqual({ accepted: readers })
    expect(await stage.rows()).toEqual(before)
    const { lost, doubles } = stage.verdict()
    expect(lost).toEqual([])
    expect(doubles).toBeLessThanOrEqual(connections)
  }
)

test('a refusal that comes late changes nothing of what another machine did', patience, async () => {
  const frozen = await standStill('RCPT')
  await stage.judge.release('550 5.1.1 no such mailbox')
  const other = await stage.startWorker(2)
  await stage.untilSent()
  frozen.signal('SIGCONT')
  await end([frozen, other])
  expect(await stage.states()).toEqual({ accepted: readers })
  expect(stage.verdict()).toEqual({ lost: [], doubles: 0 })
})

test.each([
  // There the journal says which mails were handed.
  { where: 'the same machine', machine: 1, doubted: connections },
  // There nothing does, and all that was leased is in doubt.
  { where: 'another machine', machine: 2, doubted: readers - 5 }
])(
  'a 250 that comes late, where $where took over, is recorded and spares the reader a second mail',
  patience,
  async ({ machine, doubted }) => {
    const later = { IN_DOUBT_AFTER: '1h' }
    const frozen = await standStill('dot', later)
    await stage.judge.release()
    const other = await stage.startWorker(machine, later)
    await expect
      .poll(() => stage.states(), { timeout: 60_000 })
      .toEqual({ accepted: readers - doubted, in_doubt: doubted })
    frozen.signal('SIGCONT')
    await stage.untilSent()
    await end([frozen, other])
    expect(await stage.states()).toEqual({ accepted: readers })
    expect(stage.verdict()).toEqual({ lost: [], doubles: 0 })
  }
)
