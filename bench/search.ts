// Search over 100,000 papers: questions of several kinds, against reading one paper by its id in the
// same run. Milliseconds from asking to having the page of results, median and worst of 30.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { samplePapers } from '../services/papers/sample-papers.ts'
import { searchPapers } from '../services/papers/search-papers.ts'
import { openDatabase } from '../services/platform/database.ts'
import { databaseUrl, startCluster } from '../services/platform/embedded-postgres/cluster.ts'
import { migrate } from '../services/platform/migrate.ts'

const papers = Number(process.argv[2] ?? 100_000)
const repeats = 30

const questions = {
  'two words of titles': 'sparse attention',
  'a name and a word': 'okafor retrieval',
  'a word that half of them have': 'model',
  'a phrase': '"language models"',
  'a mistyped word': 'retreival transfomer',
  'nothing there': 'qwertzuiop',
  'a word without another': 'attention -sparse',
  'the tenth page': 'learning'
}

/** Draws from a fixed seed (mulberry32), so that every run searches the same papers. */
let seed = 20_261_120
function draw(): number {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}

const sample = samplePapers()
const common = [...new Set(sample.flatMap(({ title, summary }) => `${title} ${summary}`.match(/[A-Za-z]{3,}/g) ?? []))]
// Words that few papers have, as in real titles: names of models and methods.
const rare = Array.from({ length: 60_000 }, (_, index) => `${syllables(index)}${syllables(index * 7 + 3)}`)
const families = ['Okafor', 'Lindqvist', 'Tanaka', 'Moreau', 'Iyer', 'Novak', 'Silva', 'Haddad']

function syllables(index: number): string {
  const parts = ['ka', 'ro', 'mi', 'ten', 'sol', 'ver', 'lu', 'bra', 'qui', 'nex', 'dor', 'fa']
  return [index % 12, Math.floor(index / 12) % 12, Math.floor(index / 144) % 12].map((at) => parts[at]).join('')
}

/** Zipf, near enough: the first words come most often. */
const word = () => common[Math.floor(common.length * draw() ** 3)] ?? 'model'
const words = (count: number) => Array.from({ length: count }, word).join(' ')

function aPaper(index: number) {
  const title = `${rare[Math.floor(draw() * rare.length)]}: ${words(8)} ${index}`
  const authors = Array.from(
    { length: 5 },
    () => `${rare[Math.floor(draw() * 3000)]} ${families[Math.floor(draw() * families.length)]}`
  )
  return { title, key: `key${index}`, authors: authors.join('|'), abstract: `${words(170)}.` }
}

const folder = mkdtempSync(join(tmpdir(), 'daily-papers-bench-'))
const cluster = await startCluster(folder)
try {
  const { db, pool, close } = openDatabase(databaseUrl(folder, cluster.port))
  await migrate(db)
  const started = process.hrtime.bigint()
  for (let from = 0; from < papers; from += 2000) {
    const made = Array.from({ length: Math.min(2000, papers - from) }, (_, index) => aPaper(from + index))
    const column = (name: keyof ReturnType<typeof aPaper>) => made.map((paper) => paper[name])
    await pool.query(
      `with fresh as (
         insert into papers (title, title_key, authors, abstract, created_at, updated_at)
         select title, key, string_to_array(authors, '|'), abstract, now(), now()
         from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as n (title, key, authors, abstract)
         returning id)
       insert into paper_listings (paper_id, feed_day, source, position, first_seen_at)
       select id, date '2026-01-01' + (id / 100)::int, 'json', 1, now() from fresh`,
      [column('title'), column('key'), column('authors'), column('abstract')]
    )
  }
  await pool.query('vacuum analyze')
  process.stdout.write(`${papers} papers stored in ${since(started).toFixed(0)} ms\n`)

  const byId = await timed(() => pool.query('select title from papers where id = 1'))
  print('one paper by its id', byId, 'what one round trip takes')
  for (const [what, question] of Object.entries(questions)) {
    let found = ''
    const times = await timed(async () => {
      const outcome = await searchPapers({ db }, { question, page: what === 'the tenth page' ? 10 : 1 })
      found = outcome.kind === 'found' ? `${outcome.total} by ${outcome.by}` : outcome.kind
    })
    print(`${what}: ${question}`, times, found)
  }
  await close()
} finally {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function timed(work: () => Promise<unknown>): Promise<number[]> {
  await work()
  const times: number[] = []
  for (let run = 0; run < repeats; run++) {
    const before = process.hrtime.bigint()
    await work()
    times.push(since(before))
  }
  return times.toSorted((one, other) => one - other)
}

function since(before: bigint): number {
  return Number(process.hrtime.bigint() - before) / 1_000_000
}

function print(what: string, times: number[], further: string): void {
  const [median, worst] = [times[Math.floor(times.length / 2)] ?? 0, times.at(-1) ?? 0]
  process.stdout.write(
    `${what.padEnd(56)} ${median.toFixed(1).padStart(8)} ms, worst ${worst.toFixed(1).padStart(8)} ms  ${further}\n`
  )
}
