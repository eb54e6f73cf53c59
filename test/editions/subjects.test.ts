import { expect, test } from 'vitest'
import { assembleEdition } from '../../services/editions/assemble-edition.ts'
import { addDays } from '../../services/papers/feed-day.ts'
import { useDatabase } from '../support/database.ts'
import { useStage } from './stage.ts'

const database = useDatabase()
const stage = useStage(database)

test('no two editions have the same subject, whatever their top papers are called', async () => {
  const days = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19']
  for (const [index, day] of days.entries()) {
    await stage.list(day)
    // The same name before the colon, the second and the third the same for 110 characters too.
    const rest = index === 0 ? 'One of Its Kind' : `${'of Which There Are Many '.repeat(5)}, Part ${index}`
    await database.pool.query(
      `update papers set title = $2 from paper_listings l
       where l.paper_id = papers.id and l.feed_day = $1 and l.position = (select min(position) from paper_listings where feed_day = $1)`,
      [day, `Horizon: ${index === 3 ? 'of Which' : rest} ${'and the Words of a Long Title '.repeat(3)}`]
    )
    stage.deps.clock.set(`${addDays(day, 1)}T08:00:00Z`)
    await assembleEdition(stage.deps, { day, minimum: 1 })
  }
  const { rows } = await database.pool.query('select subject from edition_revisions order by edition_id')
  const subjects = rows.map(({ subject }) => subject)
  expect(new Set(subjects).size).toBe(days.length)
  expect(subjects[0]).toBe('Horizon + 2 more')
  for (const subject of subjects) expect(subject).toMatch(/^Horizon.* \+ 2 more/)
})
