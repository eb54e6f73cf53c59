import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Run } from './clean-text/run.ts'
import { openFeedDay } from './feed-day.ts'
import { listingSources } from './list-sources.ts'
import { dayHours, type Reading, type Signals } from './ranking/signals.ts'

/** A paper with all that the ranking looks at and all that is shown. */
export interface ListedPaper extends Signals {
  id: number
  arxivId: string | null
  title: string
  /** The title's and the abstract's styles; null where the plain text is all there is to show. */
  titleRuns: Run[] | null
  abstractRuns: Run[] | null
  authors: string[]
  abstract: string | null
  summary: string | null
  machineSummary: string | null
  discussionUrl: string | null
  publishedOn: string | null
  codeUrl: string | null
  projectUrl: string | null
  topics: string[]
  organization: string | null
  withdrawnAt: Date | null
}

type Row = Omit<ListedPaper, 'feedDay' | 'source' | 'latest' | 'earlier' | 'pick'> & {
  /** null: on no list of these days, a curator named it. */
  feedDay: string | null
  source: string | null
  latest: StoredReading | null
  earlier: StoredReading | null
  pickedAt: Date
  curator: string | null
  note: string | null
  pinned: number | null
}
type StoredReading = Omit<Reading, 'seenAt'> & { seenAt: string }

interface Days {
  after: string
  until: string
  /** What was written down later is not looked at. */
  at: Date
}

/**
 * The papers listed on feed days in (after, until], each once: on its newest day, and there
 * under the source that tells the most votes. Without what a curator dropped.
 */
export function findListed(db: Db, days: Days): Promise<ListedPaper[]> {
  return find(db, days, sql`select paper_id from listed`, sql`true`)
}

/**
 * The papers an edition chooses from: listed in (after, until], or added or pinned in
 * (pickedAfter, pickedUntil]; without those in the pool of an edition that was not cancelled,
 * and without withdrawn ones. `revised` is the edition that they are to be in anew.
 */
export function findCandidates(
  db: Db,
  {
    pickedAfter,
    pickedUntil,
    revised = 0,
    ...days
  }: Days & { pickedAfter: Date; pickedUntil: Date; revised: number | undefined }
): Promise<ListedPaper[]> {
  const wanted = sql`
    select paper_id from listed
    union
    select paper_id from curations
    where act in ('add', 'pin') and at > ${pickedAfter} and at <= ${pickedUntil} and at <= ${days.at}`
  const free = sql`p.withdrawn_at is null and not exists (
    select from edition_papers ep join editions e on e.id = ep.edition_id
    where ep.paper_id = p.id and e.state <> 'cancelled' and e.id <> ${revised})`
  return find(db, days, wanted, free)
}

const reading = sql`json_build_object('seenAt', seen_at, 'votes', votes, 'comments', comments, 'stars', stars,
  'codeUrl', code_url, 'sourceRank', source_rank)`

async function find(
  db: Db,
  { after, until, at }: Days,
  wanted: RawBuilder<unknown>,
  condition: RawBuilder<unknown>
): Promise<ListedPaper[]> {
  const { rows } = await sql<Row>`
    with listed as (
      select distinct on (paper_id) paper_id, feed_day, source, position, votes
      from paper_listings
      where feed_day > ${after} and feed_day <= ${until} and source = any(${listingSources}) and first_seen_at <= ${at}
      order by paper_id, feed_day desc, votes desc nulls last, position
    )
    select p.id, p.arxiv_id as "arxivId", p.title, p.title_key as "titleKey", p.authors, p.abstract, p.summary,
      p.title_runs as "titleRuns", p.abstract_runs as "abstractRuns",
      p.machine_summary as "machineSummary", p.discussion_url as "discussionUrl",
      p.published_on as "publishedOn", p.code_url as "codeUrl", p.project_url as "projectUrl", p.topics,
      p.organization, p.withdrawn_at as "withdrawnAt",
      l.feed_day as "feedDay", l.source, l.position, l.votes, latest.reading as latest, earlier.reading as earlier,
      picked.at as "pickedAt", picked.curator, picked.note, hand.pinned
    from (${wanted}) w
    join papers p on p.id = w.paper_id
    left join listed l on l.paper_id = p.id
    left join lateral (
      select seen_at, ${reading} as reading from paper_snapshots
      where paper_id = p.id and seen_at <= ${at} order by seen_at desc limit 1
    ) latest on true
    left join lateral (
      select ${reading} as reading from paper_snapshots
      where paper_id = p.id and seen_at <= latest.seen_at - make_interval(hours => ${dayHours})
      order by seen_at desc limit 1
    ) earlier on true
    left join lateral (
      select bool_or(act = 'drop') as dropped, min(id) filter (where act = 'pin') as pinned,
        coalesce(max(id) filter (where act = 'pin'), max(id) filter (where act = 'add')) as newest
      from curations where paper_id = p.id and at <= ${at}
    ) hand on true
    left join curations picked on picked.id = hand.newest
    where hand.dropped is not true and ${condition}`.execute(db)
  return rows.map(toPaper)
}

function toPaper({ latest, earlier, pickedAt, curator, note, pinned, ...row }: Row): ListedPaper {
  return {
    ...row,
    feedDay: row.feedDay ?? openFeedDay(pickedAt),
    source: row.source ?? 'curator',
    // A curator's list is in the order of adding: its places say nothing.
    position: row.source === 'curator' ? null : row.position,
    latest: toReading(latest),
    earlier: toReading(earlier),
    pick: curator === null ? null : { curator, note, pinned }
  }
}

function toReading(stored: StoredReading | null): Reading | null {
  return stored === null ? null : { ...stored, seenAt: new Date(stored.seenAt) }
}

/** The newest votes told of papers in (after, until], by paper. Who was not read then is not in it. */
export async function findVotes(
  db: Db,
  { papers, after, until }: { papers: number[]; after: Date; until: Date }
): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; votes: number }>`
    select distinct on (paper_id) paper_id as id, votes from paper_snapshots
    where paper_id = any(${papers}) and seen_at > ${after} and seen_at <= ${until} and votes is not null
    order by paper_id, seen_at desc`.execute(db)
  return new Map(rows.map(({ id, votes }) => [id, votes]))
}

/** The nearest day before or after a day that papers were listed on. */
export async function findNeighbour(db: Db, side: 'before' | 'after', day: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('paper_listings')
    .select('feed_day')
    .where('feed_day', side === 'before' ? '<' : '>', day)
    .orderBy('feed_day', side === 'before' ? 'desc' : 'asc')
    .limit(1)
    .executeTakeFirst()
  return row?.feed_day
}

export async function findNewestDay(db: Db): Promise<string | undefined> {
  const row = await db
    .selectFrom('paper_listings')
    .select('feed_day')
    .orderBy('feed_day', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.feed_day
}

/** Papers with a code run that is a formula. The condition is that of the index papers_unread_formula, which answers it. */
export async function countUnread(db: Db): Promise<number> {
  const path = String.raw`$[*] ? (@.kind == "code" && @.text like_regex "[$].+[$]|\\\\[(\\[]")`
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from papers
    where merged_into is null and (title_runs @? ${sql.lit(path)} or abstract_runs @? ${sql.lit(path)})`.execute(db)
  return rows[0]?.count ?? 0
}
