import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { SourceItem } from './sources/source.ts'

/** The papers that a source lists on a day. */
export async function findListedOn(db: Db, { source, day }: { source: string; day: string }): Promise<Set<number>> {
  const rows = await db
    .selectFrom('paper_listings')
    .select('paper_id')
    .where('feed_day', '=', day)
    .where('source', '=', source)
    .execute()
  return new Set(rows.map(({ paper_id }) => paper_id))
}

/**
 * Writes down what a source told of papers at `at`: where it differs from what was told last,
 * else once an hour. What one reading leaves out and another of the same hour told stands:
 * a paper on two days' lists is read twice, and only the open day has a trending rank.
 */
export async function insertSnapshots(
  db: Db,
  figures: readonly { id: number; item: SourceItem }[],
  at: Date
): Promise<void> {
  const column = <Value>(read: (item: SourceItem) => Value | undefined) => figures.map(({ item }) => read(item) ?? null)
  await sql`
    insert into paper_snapshots (paper_id, seen_at, votes, comments, stars, code_url, source_rank)
    select n.id, ${at}, coalesce(n.votes, recent.votes), coalesce(n.comments, recent.comments),
      case when n.code_url is null then recent.stars else n.stars end, coalesce(n.code_url, recent.code_url),
      coalesce(n.source_rank, recent.source_rank)
    from unnest(${figures.map(({ id }) => id)}::bigint[], ${column((item) => item.votes)}::int[],
      ${column((item) => item.comments)}::int[], ${column((item) => item.stars)}::int[],
      ${column((item) => item.codeUrl)}::text[], ${column((item) => item.sourceRank)}::int[])
      as n (id, votes, comments, stars, code_url, source_rank)
    left join lateral (
      select * from paper_snapshots s where s.paper_id = n.id order by seen_at desc limit 1
    ) last on true
    left join lateral (select last.* where last.seen_at > ${at}::timestamptz - interval '1 hour') recent on true
    where recent.paper_id is null
      or (coalesce(n.votes, last.votes), coalesce(n.comments, last.comments), coalesce(n.stars, last.stars),
          coalesce(n.code_url, last.code_url), coalesce(n.source_rank, last.source_rank))
        is distinct from (last.votes, last.comments, last.stars, last.code_url, last.source_rank)
    on conflict do nothing`.execute(db)
}

/**
 * Makes one paper of two: lists, figures, curations and names of `from` go to `into`. The row
 * stays, without its ids, because the pool of an edition may name it, and editions are not
 * this folder's to write.
 */
export async function mergePapers(db: Db, { from, into }: { from: number; into: number }, now: Date): Promise<void> {
  await sql`
    insert into paper_listings (paper_id, feed_day, source, position, votes, first_seen_at)
    select ${into}, feed_day, source, position, votes, first_seen_at from paper_listings where paper_id = ${from}
    on conflict (feed_day, source, paper_id) do update set
      position = least(paper_listings.position, excluded.position),
      votes = greatest(paper_listings.votes, excluded.votes),
      first_seen_at = least(paper_listings.first_seen_at, excluded.first_seen_at)`.execute(db)
  await sql`delete from paper_listings where paper_id = ${from}`.execute(db)
  await sql`
    insert into paper_snapshots (paper_id, seen_at, votes, comments, stars, code_url, source_rank)
    select ${into}, seen_at, votes, comments, stars, code_url, source_rank from paper_snapshots
    where paper_id = ${from} on conflict do nothing`.execute(db)
  await sql`delete from paper_snapshots where paper_id = ${from}`.execute(db)
  await sql`update curations set paper_id = ${into} where paper_id = ${from}`.execute(db)
  await sql`update paper_names set paper_id = ${into} where paper_id = ${from}`.execute(db)
  await sql`
    update papers set merged_into = ${into}, arxiv_id = null, doi = null, updated_at = ${now}
    where id = ${from} or merged_into = ${from}`.execute(db)
}

/** Deletes papers stored before `before` that no list, edition, curator or other paper refers to. */
export async function deleteUnlisted(db: Db, before: Date): Promise<void> {
  await sql`
    delete from papers p where p.created_at < ${before}
      and not exists (select from paper_listings l where l.paper_id = p.id)
      and not exists (select from edition_papers e where e.paper_id = p.id)
      and not exists (select from edition_extras x where x.paper_id = p.id)
      and not exists (select from curations c where c.paper_id = p.id)
      and not exists (select from papers m where m.merged_into = p.id)`.execute(db)
}

/**
 * Runs `work` as the only process that reads a source; undefined where another one does and
 * `wait` is false. The lock is the connection's: it ends with a process that was killed.
 */
export async function underSourceLock<Result>(
  db: Db,
  source: string,
  { wait }: { wait: boolean },
  work: () => Promise<Result>
): Promise<Result | undefined> {
  const key = sql`hashtext(${`daily-papers/source/${source}`})`
  return db.connection().execute(async (connection) => {
    if (wait) await sql`select pg_advisory_lock(${key})`.execute(connection)
    else {
      const { rows } = await sql<{ locked: boolean }>`select pg_try_advisory_lock(${key}) as locked`.execute(connection)
      if (rows[0]?.locked !== true) return undefined
    }
    try {
      return await work()
    } finally {
      await sql`select pg_advisory_unlock(${key})`.execute(connection)
    }
  })
}
