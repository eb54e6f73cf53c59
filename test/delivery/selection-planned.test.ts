import { type KyselyPlugin, sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { planDeliveries } from '../../services/delivery/plan-deliveries.ts'
import { assembleEdition } from '../../services/editions/assemble-edition.ts'
import { concernedReaders } from '../../services/editions/concerned-readers.ts'
import { releaseEdition } from '../../services/editions/sending.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { anAudience } from '../support/cast.ts'
import { clockAt } from '../support/clock.ts'
import { testConfig } from '../support/config.ts'
import { useDatabase } from '../support/database.ts'
import { listPapers } from '../support/papers.ts'

const database = useDatabase()
const clock = clockAt('2026-11-17T08:00:00Z')

beforeEach(async () => {
  clock.set('2026-11-17T08:00:00Z')
  await database.pool.query('truncate subscribers, deliveries, editions, papers cascade')
})

/** Assembles a day's edition and plans it; the statements that the planning took. */
async function plan(day: string): Promise<string[]> {
  const deps = { db: database.db, clock, config: testConfig({ DIGEST_SIZE: '3' }), templates: await openTemplates() }
  const outcome = await assembleEdition(deps, { day, minimum: 1 })
  if (outcome.kind !== 'assembled') throw new Error(outcome.kind)
  await releaseEdition(database.db, outcome.editionId, clock.now())
  const statements: string[] = []
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements.push(node.kind)
      return node
    },
    transformResult: async ({ result }) => result
  }
  await planDeliveries({ db: database.db.withPlugin(counting), clock })
  return statements
}

/** One edition accepted by all, but for half of them with another selection; then its first paper is withdrawn. */
async function withdrawAfterSending(readers: number): Promise<string[]> {
  await anAudience(database.db, readers)
  await listPapers(database.db, '2026-11-16', 5)
  await plan('2026-11-16')
  await database.pool.query(
    String.raw`update deliveries set state = 'accepted', selection = case when subscriber_id % 2 = 0 then '\x06'::bytea end`
  )
  await database.pool.query(
    `update papers set withdrawn_at = '2026-11-17T12:00:00Z' where id = (select paper_id from edition_papers where position = 0)`
  )
  clock.set('2026-11-18T08:00:00Z')
  await listPapers(database.db, '2026-11-17', 5, 5)
  return plan('2026-11-17')
}

async function selectionsOfNewest() {
  const { rows } = await database.pool.query(
    `select encode(selection, 'hex') as selection, count(*), bool_and(subscriber_id % 2 = 1) as odd
     from deliveries join editions on id = edition_id where feed_day = '2026-11-17' group by selection order by selection`
  )
  return rows
}

test('20,000 readers, half of them owed a correction, are planned in as many statements as 20', async () => {
  const few = await withdrawAfterSending(20)
  await database.pool.query('truncate subscribers, deliveries, editions, papers cascade')
  clock.set('2026-11-17T08:00:00Z')
  const many = await withdrawAfterSending(20_000)
  expect(many).toEqual(few)
  expect(many.length).toBeLessThan(20)
  // The first three papers, and slot 0.
  expect(await selectionsOfNewest()).toEqual([
    { selection: `07${'00'.repeat(24)}01${'00'.repeat(6)}`, count: 10_000, odd: true },
    { selection: null, count: 10_000, odd: false }
  ])
})

test('who is concerned is read from the editions concerned, and where few had a paper through an index of the few', async () => {
  await withdrawAfterSending(2000)
  await database.pool.query(`update deliveries set selection = null where subscriber_id % 100 > 0`)
  await database.pool.query('vacuum analyze deliveries')
  const { rows: editions } = await database.pool.query('select id from editions order by feed_day')
  const [first, second] = editions
  const explain = async (byDefault: boolean) => {
    const place = { slot: 0, paperId: 1, what: 'had', editionId: first.id, revision: 1, bit: 1, byDefault } as const
    const { rows } = await sql<Record<string, string>>`explain ${concernedReaders([place])}`.execute(database.db)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }
  for (const explained of [await explain(true), await explain(false)]) {
    expect(explained).not.toContain(`deliveries_${second.id}`)
    expect(explained).toContain(`Index Scan using deliveries_${first.id}_edition_id_idx`)
  }
})
