import { type PostgresPool, type PostgresPoolClient, sql } from 'kysely'
import type { Pool } from 'pg'

const mark = '/* prepared */'

/**
 * Begins a statement that is sent for every few mails: each connection has it parsed and planned once. Planning was
 * a quarter of what recording an outcome costs. Not for statements over tables with many partitions: a
 * plan for any value is one for all of them.
 */
export const prepared = sql.raw(mark)

/** Texts of such statements and what they are called; there are few, and four more for each edition. */
const names = new Map<string, string>()

/** The pool as Kysely takes it, with those statements under a name, for which pg prepares them. */
export function preparing(pool: Pool): PostgresPool {
  return {
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect()
      return {
        query: (text: string, values: unknown[]) =>
          text.trimStart().startsWith(mark)
            ? client.query({ name: nameOf(text), text, values })
            : client.query(text, values),
        release: () => client.release()
      } as unknown as PostgresPoolClient
    }
  }
}

function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `daily_papers_${names.size}`
  names.set(text, name)
  return name
}
