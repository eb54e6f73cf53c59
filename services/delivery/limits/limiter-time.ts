import { type RawBuilder, sql } from 'kysely'

/** The limiter's clock. */
export interface LimiterTime {
  /** Milliseconds that only go forward, as `performance.now()`. */
  elapsed(): number
  /** PostgreSQL's clock, which all workers share, as part of a statement. */
  databaseNow(): RawBuilder<Date>
  /** Calls `wake` as soon as elapsed() has reached `at`, unless the returned function was called before. */
  callAt(at: number, wake: () => void): () => void
}

export const systemTime: LimiterTime = {
  elapsed: () => performance.now(),
  databaseNow: () => sql`statement_timestamp()`,
  callAt(at, wake) {
    const timer = setTimeout(wake, Math.max(0, Math.ceil(at - performance.now())))
    return () => clearTimeout(timer)
  }
}
