import { expect, test } from 'vitest'
import { publicEnvironment, useApp } from '../support/app.ts'
import { listPapers } from '../support/papers.ts'

const site = useApp(publicEnvironment)

test('a withdrawn paper stays on its day, said to be withdrawn on the page and in JSON', async () => {
  await listPapers(site.deps.db, '2026-11-20', 3)
  await site.database.pool.query(
    `update papers set withdrawn_at = '2026-11-21T12:00:00Z' where id = (select min(id) from papers)`
  )
  const { rows } = await site.database.pool.query('select title from papers order by id limit 1')
  const page = await site.app.inject({ url: '/papers/2026-11-20', headers: { accept: 'text/html' } })
  expect(page.body.match(/<article/g)).toHaveLength(3)
  expect(page.body.match(/Withdrawn by its authors/g)).toHaveLength(1)
  expect(page.body).toMatch(new RegExp(`${rows[0].title}</a></h2><p class="withdrawn">Withdrawn by its authors</p>`))
  const { papers } = (
    await site.app.inject({ url: '/papers/2026-11-20', headers: { accept: 'application/json' } })
  ).json<{ papers: { title: string; withdrawn: boolean }[] }>()
  expect(papers.filter(({ withdrawn }) => withdrawn).map(({ title }) => title)).toEqual([rows[0].title])
})
