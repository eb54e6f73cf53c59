import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import { openConnection } from './database.ts'
import { within } from './durations.ts'
import type { Log } from './log.ts'

const longestPauseMs = 5000

/** Milliseconds. */
interface Timing {
  /** Between two questions whether the connection is still there. */
  askEvery: number
  /** For an answer. */
  patience: number
}

const usual: Timing = { askEvery: 5000, patience: 5000 }

/**
 * Listens to a channel of PostgreSQL on a connection of its own, for as long as the process
 * lives. A notice can be missed while there is no connection: `onGap` is called each time it
 * was away and is back, for the caller to look at the tables instead. A network may forget a
 * connection on which nothing is said, and neither side learns of it: so something is said.
 * `timing` is for tests, which cannot wait for seconds.
 */
export async function listen(
  url: string,
  {
    channel,
    onNotice,
    onGap,
    log
  }: { channel: string; onNotice: (payload: string) => void; onGap: () => void; log: Log },
  { askEvery, patience }: Timing = usual
): Promise<{ close(): Promise<void> }> {
  const closing = new AbortController()
  const closed = closing.signal
  let client = await connect()
  let asking: Promise<void> | undefined
  const questions = setInterval(() => {
    asking ??= ask().finally(() => {
      asking = undefined
    })
  }, askEvery)

  async function connect() {
    const opened = await openConnection(url)
    opened.on('notification', ({ payload }) => onNotice(payload ?? ''))
    opened.on('error', () => undefined)
    try {
      await within(patience, opened.query(`listen ${opened.escapeIdentifier(channel)}`))
    } catch (error) {
      opened.connection.stream.destroy()
      throw error
    }
    opened.on('end', () => void reconnect())
    return opened
  }

  async function ask(): Promise<void> {
    const asked = client
    let answered = false
    async function answer(): Promise<void> {
      await asked.query('select 1')
      answered = true
    }
    try {
      await within(patience, answer())
    } catch {
      // Where this process stood still the answer may have come and not been read.
      await turn()
      if (!answered) asked.connection.stream.destroy()
    }
  }

  async function reconnect(): Promise<void> {
    for (let wait = 100; !closed.aborted; wait = Math.min(wait * 2, longestPauseMs)) {
      await pause(wait)
      if (closed.aborted) return
      try {
        client = await connect()
        // Closed while it connected.
        if (closed.aborted) await client.end()
        onGap()
        return
      } catch (error) {
        log.warn({ event: 'listen.away', channel, reason: (error as Error).message }, 'not listening to the database')
      }
    }
  }

  return {
    async close() {
      closing.abort()
      clearInterval(questions)
      await within(patience, client.end()).catch(() => client.connection.stream.destroy())
    }
  }
}
