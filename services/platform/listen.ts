import { setTimeout as pause } from 'node:timers/promises'
import { openConnection } from './database.ts'
import type { Log } from './log.ts'

const longestPauseMs = 5000

/**
 * Listens to a channel of PostgreSQL on a connection of its own, for as long as the process
 * lives. A notice can be missed while there is no connection: `onGap` is called each time it
 * was away and is back, for the caller to look at the tables instead.
 */
export async function listen(
  url: string,
  {
    channel,
    onNotice,
    onGap,
    log
  }: { channel: string; onNotice: (payload: string) => void; onGap: () => void; log: Log }
): Promise<{ close(): Promise<void> }> {
  const closing = new AbortController()
  const closed = closing.signal
  let client = await connect()

  async function connect() {
    const opened = await openConnection(url)
    opened.on('notification', ({ payload }) => onNotice(payload ?? ''))
    opened.on('error', () => undefined)
    await opened.query(`listen ${opened.escapeIdentifier(channel)}`)
    opened.on('end', () => void reconnect())
    return opened
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
      await client.end().catch(() => undefined)
    }
  }
}
