import { sql } from 'kysely'
import type { StoredTexts } from '../papers/mail-texts.ts'
import type { Db } from '../platform/database.ts'

export interface Risen extends StoredTexts {
  id: number
  arxivId: string | null
  authors: string[]
  codeUrl: string | null
  projectUrl: string | null
  editionId: number
  feedDay: string
  votesThen: number
  votesNow: number
}

/**
 * Papers listed on feed days in (after, day) that an edition of those days had in its pool and
 * showed to nobody without a selection, and no other edition did, which gained at least `gained`
 * votes between its freeze and a reading in (freshAfter, at]. Most votes first.
 */
export async function findRisen(
  db: Db,
  { after, day, gained, freshAfter, at }: { after: string; day: string; gained: number; freshAfter: Date; at: Date }
): Promise<Risen[]> {
  const { rows } = await sql<Risen>`
    with passed_over as (
      select distinct on (l.paper_id) l.paper_id, e.id as edition_id, e.feed_day, e.frozen_at
      from edition_places l
      join editions e on e.id = l.edition_id and e.revision = l.revision
      where l.kind = 'pool' and e.state in ('sending', 'sent') and e.feed_day > ${after} and e.feed_day < ${day}
      order by l.paper_id, e.feed_day desc
    ), shown as (
      select l.paper_id from edition_places l join editions e on e.id = l.edition_id
      where l.by_default and e.state <> 'cancelled'
    )
    select p.id, p.title, p.arxiv_id as "arxivId", p.authors, p.abstract, p.summary,
      p.machine_summary as "machineSummary", p.discussion_url as "discussionUrl",
      p.title_runs as "titleRuns", p.abstract_runs as "abstractRuns", p.code_url as "codeUrl",
      p.project_url as "projectUrl", o.edition_id as "editionId", o.feed_day as "feedDay",
      earlier.votes as "votesThen", latest.votes as "votesNow"
    from passed_over o
    join papers p on p.id = o.paper_id
    join lateral (
      select votes from paper_snapshots where paper_id = p.id and votes is not null and seen_at <= o.frozen_at
      order by seen_at desc limit 1
    ) earlier on true
    join lateral (
      select votes from paper_snapshots
      where paper_id = p.id and votes is not null and seen_at > ${freshAfter} and seen_at <= ${at}
      order by seen_at desc limit 1
    ) latest on true
    where latest.votes - earlier.votes >= ${gained} and p.withdrawn_at is null
      and not exists (select from shown where shown.paper_id = p.id)
      and exists (select from paper_listings where paper_id = p.id and feed_day > ${after} and feed_day < ${day})
      and not exists (select from curations where paper_id = p.id and act = 'drop')
    order by latest.votes desc, latest.votes - earlier.votes desc, p.title_key`.execute(db)
  return rows
}

/** The newest known votes of the papers shown by the editions of feed days in [from, day), most first. */
export async function findVotesOfShown(db: Db, { from, day }: { from: string; day: string }): Promise<number[]> {
  const { rows } = await sql<{ votes: number }>`
    with shown as (
      select distinct l.paper_id from edition_places l
      join editions e on e.id = l.edition_id and e.revision = l.revision
      where l.by_default and e.state in ('sending', 'sent') and e.feed_day >= ${from} and e.feed_day < ${day}
    )
    select latest.votes from shown
    join lateral (
      select votes from paper_snapshots where paper_id = shown.paper_id and votes is not null
      order by seen_at desc limit 1
    ) latest on true
    order by latest.votes desc`.execute(db)
  return rows.map(({ votes }) => votes)
}
