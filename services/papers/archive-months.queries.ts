import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { listingSources } from './list-sources.ts'

export interface ListedDay {
  day: string
  papers: number
}

/** The days of a month (YYYY-MM) that papers were listed on, newest first. */
export async function findDaysOfMonth(db: Db, month: string): Promise<ListedDay[]> {
  const first = `${month}-01`
  const { rows } = await sql<ListedDay>`
    select feed_day as day, count(distinct paper_id)::int as papers from paper_listings
    where feed_day >= ${first}::date and feed_day < ${first}::date + interval '1 month' and source = any(${listingSources})
    group by feed_day order by feed_day desc`.execute(db)
  return rows
}

/** All months that have papers, newest first. Steps from month to month through the index. */
export async function findMonths(db: Db): Promise<string[]> {
  const { rows } = await sql<{ month: string }>`
    with recursive months (first) as (
      select date_trunc('month', max(feed_day))::date from paper_listings
      union all
      select date_trunc('month', (select max(feed_day) from paper_listings where feed_day < m.first))::date
      from months m where m.first is not null
    )
    select to_char(first, 'YYYY-MM') as month from months where first is not null`.execute(db)
  return rows.map(({ month }) => month)
}
