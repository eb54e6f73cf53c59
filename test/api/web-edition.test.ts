import { beforeAll, expect, test } from 'vitest'
import { publicEnvironment, useApp } from '../support/app.ts'
import { makeEdition } from './reading-rig.ts'

const site = useApp({ ...publicEnvironment, SITE_NAME: 'Papers & <Co>' })
const [before, day, after] = ['2026-11-18', '2026-11-19', '2026-11-20'] as const

beforeAll(async () => {
  await site.database.pool.query("update installation set created_at = '2026-01-01'")
  await makeEdition(site, before, 5, 0)
  await makeEdition(site, day, 6, 5)
  await makeEdition(site, after, 5, 11)
})

const get = (url: string, accept = 'text/html') => site.app.inject({ url, headers: { accept } })
const hrefs = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)
const ways = (html: string) => hrefs(/<nav .*?<\/nav>/s.exec(html)?.[0] ?? '')

test('an edition in the browser leads to its day, the editions beside it, the archive, the search and its files', async () => {
  const { body } = await get(`/editions/${day}`)
  expect(ways(body)).toEqual(['/', `/papers/${day}`, `/editions/${before}`, `/editions/${after}`, '/papers', '/search'])
  expect(body.indexOf('<nav')).toBeGreaterThan(body.indexOf('<body'))
  for (const file of ['bib', 'ris']) {
    expect(hrefs(body)).toContain(`/editions/${day}.${file}`)
    expect((await get(`/editions/${day}.${file}`)).statusCode).toBe(200)
  }
  for (const way of ways(body)) expect((await get(way ?? '')).statusCode).toBe(200)
})

test('the first and the last edition lead one way only, and to none that has not begun to leave', async () => {
  expect(ways((await get(`/editions/${before}`)).body)).not.toContain(`/editions/${before}`)
  expect(ways((await get(`/editions/${after}`)).body)).toContain(`/editions/${day}`)
  for (const state of ['frozen', 'cancelled']) {
    await site.database.pool.query('update editions set state = $1 where feed_day = $2', [state, after])
    expect(ways((await get(`/editions/${day}`)).body)).not.toContain(`/editions/${after}`)
  }
  await site.database.pool.query("update editions set state = 'sent' where feed_day = $1", [after])
})

test('what is a reader’s own in the mail leads to the words that say so, in both parts', async () => {
  const here = `https://papers.example.org/editions/${day}#as-mailed`
  for (const asked of ['', '?revision=1']) {
    const { body } = await get(`/editions/${day}${asked}`)
    expect(body).toMatch(new RegExp(`href="${here.replaceAll(/[.?]/g, '\\$&')}"[^>]*>Preferences</a>`))
    expect(body).toMatch(new RegExp(`href="${here.replaceAll(/[.?]/g, '\\$&')}"[^>]*>Unsubscribe</a>`))
    expect(body).toContain('<p id="as-mailed">This is a mail as its readers got it')
    expect((await get(`/editions/${day}${asked}`, 'application/json')).json().text).toContain(`Unsubscribe:\n${here}\n`)
  }
})

test('the description has the first titles, and nothing of it or of the site’s name is markup', async () => {
  await site.database.pool.query(
    `update edition_papers set title = 'First "A" <b>&' where position = 0
     and edition_id = (select id from editions where feed_day = $1)`,
    [day]
  )
  const { body } = await get(`/editions/${day}`)
  const description = 'Trending research papers of November 19, 2026: First &quot;A&quot; &lt;b>&amp; · '
  expect(body).toContain(`<meta name="description" content="${description}`)
  expect(body).toContain(`<meta property="og:description" content="${description}`)
  expect(body).toContain('<b>Papers &amp; &lt;Co></b>')
  expect(body.match(/<meta name="description"/g)).toHaveLength(1)
})

test('the mail itself is served as it was sent', async () => {
  const { body } = await get(`/editions/${day}`)
  const { html } = (await get(`/editions/${day}`, 'application/json')).json()
  const added = [/<link rel="canonical".*?(?=<\/head>)/s, /<nav .*?<\/nav>/s, /<footer class="web">.*?<\/footer>/s]
  expect(added.reduce((page, part) => page.replace(part, ''), body)).toBe(html)
})
