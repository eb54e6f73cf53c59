import { CompiledQuery, type DatabaseConnection, type Driver, Kysely, PostgresDialect } from 'kysely'
import type { Db } from '../database.ts'
import { openConnection } from '../database.ts'
import type { DB } from '../database-types.ts'

/** One connection for COPY and statements alike, so that both are in one transaction. */
export interface Session {
  client: Awaited<ReturnType<typeof openConnection>>
  /** The same connection as Kysely. Its transactions are savepoints of the one the client began. */
  db: Db
  close(): Promise<void>
}

/**
 * What pg_dump sets, and for the same reasons: no limit of the database or role ends a long
 * COPY, and no setting of theirs changes how a value is written.
 */
const settings = `
  set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0;
  set datestyle = 'iso'; set intervalstyle = 'postgres'; set timezone = 'UTC'; set bytea_output = 'hex';
  set extra_float_digits = 3; set search_path = public`

/** Opens a session. The caller closes it, which ends a transaction still open without committing it. */
export async function openSession(url: string): Promise<Session> {
  const client = await openConnection(url)
  // A connection that drops fails the statement under way; unhandled it would end the process.
  client.on('error', () => undefined)
  await client.query(settings)
  const leased = Object.assign(client, { release: () => undefined })
  const dialect = new PostgresDialect({ pool: { connect: async () => leased, end: async () => undefined } })
  const db = new Kysely<DB>({
    dialect: {
      createAdapter: () => dialect.createAdapter(),
      createDriver: () => withSavepoints(dialect.createDriver()),
      createIntrospector: (kysely) => dialect.createIntrospector(kysely),
      createQueryCompiler: () => dialect.createQueryCompiler()
    }
  })
  return { client, db, close: () => client.end() }
}

/** The migrator insists on a transaction of its own; its COMMIT would end the restore's. */
function withSavepoints(driver: Driver): Driver {
  return Object.assign(driver, {
    beginTransaction: (connection: DatabaseConnection) => run(connection, 'savepoint nested'),
    commitTransaction: (connection: DatabaseConnection) => run(connection, 'release savepoint nested'),
    rollbackTransaction: (connection: DatabaseConnection) => run(connection, 'rollback to savepoint nested')
  })
}

async function run(connection: DatabaseConnection, statement: string): Promise<void> {
  await connection.executeQuery(CompiledQuery.raw(statement))
}
