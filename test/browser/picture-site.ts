import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { startApi } from '../../services/api/main.ts'
import type { Config } from '../../services/platform/config.ts'
import { makeEdition } from '../api/reading-rig.ts'
import { openDeps, publicEnvironment, type TestApp } from '../support/app.ts'
import type { TestClock } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { launchBrowser } from './launch-browser.ts'

/** A public installation on a Tuesday morning with three days of papers and two editions, the same everywhere. */
export interface PictureSite {
  browser: Browser
  /** Where it listens; its pages name the address of BASE_URL. */
  address: string
  config: Config
  clock: TestClock
  /** Pages by what they are called, as paths. */
  pages: Record<string, string>
}

export function usePictureSite(): PictureSite {
  const site = { pages: {} } as PictureSite
  const database = useDatabase()
  const closers: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    await database.pool.query("update installation set created_at = '2026-01-01'")
    const port = await freePort()
    const deps = await openDeps(database, [], { ...publicEnvironment, PORT: String(port) })
    closers.push(() => deps.queues.close())
    const api = await startApi(deps)
    closers.push(() => api.close())
    const rig = { deps, database } as TestApp
    await makeEdition(rig, '2026-11-20', 9, 0)
    await makeEdition(rig, '2026-11-23', 12, 9)
    await describe(rig)
    deps.clock.set('2026-11-24T09:00:00Z')
    const { rows } = await database.pool.query<{ id: number }>("select id from papers where arxiv_id = '2611.00001'")
    Object.assign(site, { address: `http://127.0.0.1:${port}`, config: deps.config, clock: deps.clock })
    Object.assign(site.pages, {
      home: '/',
      day: '/papers/2026-11-20',
      'empty-day': '/papers/2026-11-22',
      archive: '/papers',
      paper: `/paper/${rows[0]?.id}`,
      search: '/search',
      'search-found': '/search?q=tokenizer',
      'search-corrected': '/search?q=tokenzier+vidoe',
      'search-none': '/search?q=qwertzuiop',
      status: '/status/today',
      nowhere: '/nowhere',
      edition: '/editions/2026-11-20'
    })
    site.browser = await launchBrowser({ ownFonts: true })
    closers.push(() => site.browser.close())
  })
  afterAll(async () => {
    for (const close of closers.toReversed()) await close()
  })
  return site
}

/** Gives the first paper all that a paper can have: names, ids, links, styles, votes. */
async function describe({ database, deps }: TestApp): Promise<void> {
  const runs = [
    { text: 'We study H' },
    { text: '2', kind: 'sub' },
    { text: 'O and find ' },
    { text: 'in vivo', kind: 'em' },
    { text: ' that an order of 10' },
    { text: '−3', kind: 'sup' },
    {
      text: ' is enough. The invented abstract goes on for a second sentence, so that its lines break as real ones do.'
    }
  ]
  const abstract = runs.map(({ text }) => text).join('')
  await database.pool.query(
    `update papers set arxiv_id = '2611.00001', authors = '{Ada Lovelace,José Núñez,王小明,Čestmír Łoś}',
       organization = 'The Invented Institute', published_on = '2026-11-18', project_url = 'https://project.test/',
       discussion_url = 'https://huggingface.co/papers/2611.00001', doi = '10.48550/arXiv.2611.00001',
       topics = '{language models,efficiency}', abstract = $1, abstract_runs = $2,
       machine_summary = 'One sentence that says what the paper did, written by a machine.'
     where id = (select min(id) from papers)`,
    [abstract, JSON.stringify(runs)]
  )
  await database.pool.query(
    'insert into paper_snapshots (paper_id, seen_at, votes, stars) select min(id), $1, 87, 1234 from papers',
    [deps.clock.now()]
  )
}
