import type { TestDatabase } from '../support/database.ts'
import type { SimulatedPaper } from './evaluate-simulator.ts'

/** Writes simulated papers as a collecting installation has them in the end. */
export async function storeSimulated(pool: TestDatabase['pool'], papers: readonly SimulatedPaper[]): Promise<void> {
  const titles = papers.map(({ title }) => title)
  await pool.query(
    `insert into papers (title, title_key, created_at, updated_at) select t, t, now(), now() from unnest($1::text[]) t`,
    [titles]
  )
  // Places and votes of the list are as they were at the end: an evaluation that used them would know the future.
  await pool.query(
    `insert into paper_listings select p.id, d.day::date, 'huggingface', row_number() over (order by d.votes desc), d.votes, d.seen
     from unnest($1::text[], $2::text[], $3::int[], $4::timestamptz[]) as d (title, day, votes, seen) join papers p using (title)`,
    [
      titles,
      papers.map(({ feedDay }) => feedDay),
      papers.map(({ readings }) => readings.at(-1)?.votes),
      papers.map(({ readings }) => readings[0]?.seenAt)
    ]
  )
  const readings = papers.flatMap((paper) => paper.readings.map((reading) => ({ ...reading, title: paper.title })))
  await pool.query(
    `insert into paper_snapshots select p.id, d.seen, d.votes, d.comments, d.stars, d.code, null
     from unnest($1::text[], $2::timestamptz[], $3::int[], $4::int[], $5::int[], $6::text[])
       as d (title, seen, votes, comments, stars, code) join papers p using (title)`,
    [
      readings.map(({ title }) => title),
      readings.map(({ seenAt }) => seenAt),
      readings.map(({ votes }) => votes),
      readings.map(({ comments }) => comments),
      readings.map(({ stars }) => stars),
      readings.map(({ codeUrl }) => codeUrl)
    ]
  )
}
