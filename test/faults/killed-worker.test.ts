import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Point } from '../support/judge.ts'
import type { Service } from '../support/service.ts'
import { connections, full, leaseMs, openStage, readers, type Stage } from './stage.ts'

// SMTP knows no exactly-once. What is promised after `kill -9` of a worker: nobody is left
// out; at most one mail per connection and kill comes twice, with the same Message-ID and
// bytes; none does where no final dot had been sent. The long form: FAULTS=full, see stage.ts.
const rounds = Array.from({ length: full ? 20 : 1 }, (_, round) => round + 1)
// A kill takes about five seconds, with the start of the next worker and the end of the lease.
const patience = { timeout: full ? 2_400_000 : 300_000 }

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

/** A worker starts, where the killed one was or elsewhere, once nobody holds what that had, and sends the rest. */
async function restart(machine = 1): Promise<void> {
  await pause(leaseMs)
  const worker = await stage.startWorker(machine)
  await stage.untilSent()
  expect(await stage.states()).toEqual({ accepted: readers })
  worker.signal('SIGTERM')
  await worker.ended
}

/** Where the worker is caught before its mails have their final dot. */
const beforeTheDot: { point: string; catchWorker: () => Promise<Caught> }[] = [
  { point: 'before it has claimed', catchWorker: () => catchAtLock('exclusive', ['leases', 'waves']) },
  // What a mail is made of cannot be read.
  { point: 'after it has claimed', catchWorker: () => catchAtLock('access exclusive', ['edition_revisions']) },
  { point: 'before it has said MAIL', catchWorker: () => catchAt('greeting') },
  { point: 'at MAIL', catchWorker: () => catchAt('MAIL') },
  { point: 'at RCPT', catchWorker: () => catchAt('RCPT') },
  // The relay has not read it all, and takes none of it. By then the kernel has all of a mail of this size.
  { point: 'in the middle of a mail', catchWorker: () => catchAt('body') }
]

interface Caught {
  worker: Service
  /** Lets go of what held it, once it is gone. */
  release(): Promise<void>
}

async function catchAtLock(mode: string, tables: string[]): Promise<Caught> {
  const release = await stage.lock(mode, tables)
  const worker = await stage.startWorker()
  await stage.untilBlocked(tables)
  return { worker, release }
}

/** On every connection at once. */
async function catchAt(point: Point): Promise<Caught> {
  await stage.judge.hold(point, point === 'greeting' ? 0 : 5)
  const worker = await stage.startWorker()
  await stage.judge.untilHeld(connections)
  return {
    worker,
    async release() {
      await stage.judge.untilGone()
      await stage.judge.release()
    }
  }
}

describe.each(rounds)('round %i', () => {
  test(
    'killed at each point before a final dot, one after the other: nothing lost, nothing doubled',
    patience,
    async () => {
      for (const { point, catchWorker } of beforeTheDot) {
        const { worker, release } = await catchWorker()
        // Doubles of the kill before this one: what it left is sent first.
        expect(stage.verdict().doubles, `on the way to ${point}`).toBe(0)
        await worker.kill()
        await release()
        await pause(leaseMs)
      }
      await restart()
      expect(stage.verdict()).toEqual({ lost: [], doubles: 0 })
    }
  )

  test('killed after the dot, before the reply: what was stored unanswered comes again', patience, async () => {
    const { worker, release } = await catchAt('dot')
    await worker.kill()
    await release()
    await restart()
    expect(stage.verdict()).toEqual({ lost: [], doubles: connections })
    expect(stage.judge.unanswered()).toBe(connections)
  })

  test('killed after the 250, before PostgreSQL knew: its journal does, and nothing is doubled', patience, async () => {
    const kept = await killBeforeRecording()
    await restart()
    expect(stage.verdict()).toEqual({ lost: [], doubles: 0 })
    expect(kept).toBeGreaterThanOrEqual(connections)
  })

  test('killed so, and its journal lost with its machine: what was not recorded comes again', patience, async () => {
    const kept = await killBeforeRecording()
    await restart(2)
    const { lost, doubles } = stage.verdict()
    expect(lost).toEqual([])
    expect(doubles).toBe(kept)
  })
})

/** Kills a worker that has read a 250 on every connection; returns how many PostgreSQL was not told of. */
async function killBeforeRecording(): Promise<number> {
  const { worker } = await catchAt('dot')
  const unlock = await stage.lock('exclusive', ['deliveries'])
  const { accepted = 0 } = await stage.states()
  await stage.judge.advance('MAIL')
  await stage.judge.untilHeld(connections)
  await stage.untilBlocked(['deliveries'])
  await worker.kill()
  await stage.judge.untilGone()
  await stage.judge.release()
  await unlock()
  return stage.judge.mails().length - accepted
}

const kills = full ? 200 : 2

test(`killed ${kills} times at random: nothing lost, at most one a connection and kill doubled`, patience, async () => {
  const patch = Math.floor(readers / (kills + 1))
  for (let kill = 1; kill <= kills; kill++) {
    const worker = await stage.startWorker()
    await stage.judge.untilStored(Math.min(stage.judge.mails().length + 1 + Math.floor(Math.random() * patch), readers))
    await pause(Math.random() * 20)
    await worker.kill()
    await pause(leaseMs)
  }
  await restart()
  const { lost, doubles } = stage.verdict()
  expect(lost).toEqual([])
  expect(doubles).toBeLessThanOrEqual(kills * connections)
})
