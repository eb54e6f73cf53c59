import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pinPaper } from '../../services/papers/curate.ts'
import { addPaper } from '../../services/papers/curate-add.ts'
import { readTextFromArxiv } from '../../services/papers/curated-text.ts'
import { clockAt } from '../support/clock.ts'
import { testConfig } from '../support/config.ts'
import { useDatabase } from '../support/database.ts'
import { aList, anItem, arxiv, huggingFace, record } from '../support/readings.ts'
import { payload } from '../support/replay/payload.ts'
import { answerWith, type Replay, startReplay } from '../support/replay/server.ts'

const database = useDatabase()
const clock = clockAt('2026-11-24T07:00:00Z')
const deps = () => ({ db: database.db, clock })
const oneRecord = payload('arxiv-oai.xml')
  .replaceAll('ListRecords', 'GetRecord')
  .replace(/<resumptionToken.*<\/resumptionToken>/, '')
const noRecord = `<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-11-24T07:00:00Z</responseDate>
  <request>x</request><error code="idDoesNotExist">no such item</error></OAI-PMH>`
let server: Replay

beforeEach(async () => {
  server = await startReplay((_request, response) => answerWith(response, 'text/xml', oneRecord))
  await database.pool.query('truncate papers, paper_names, paper_listings, curations restart identity cascade')
})
afterEach(() => server.close())

function add(arxivId: string, { title, sources = 'arxiv' }: { title?: string; sources?: string } = {}) {
  const config = testConfig({ PAPER_SOURCES: sources, ARXIV_OAI_URL: server.url })
  const lookUp = (id: string) => readTextFromArxiv({ config, clock }, id)
  return addPaper({ db: database.db, clock, lookUp }, { arxivId, title, day: undefined, by: 'Ines', note: undefined })
}
const papers = async () => (await database.pool.query('select * from papers order by id')).rows

test('the text of a paper that is not known here comes from arXiv, asked once', async () => {
  expect(await add('2611.09991')).toMatchObject({ kind: 'added', created: true, day: '2026-11-24' })
  expect(await papers()).toMatchObject([
    {
      arxiv_id: '2611.09991',
      title: 'Sparse Routing at 256×256: A 35% Cheaper Tokenizer',
      abstract: 'We reduce cost by 35%.',
      version: 2,
      published_on: '2026-11-14',
      text_source: 'arxiv'
    }
  ])
  expect(server.asked.map(({ path }) => path)).toEqual([
    '/oai?verb=GetRecord&identifier=oai%3AarXiv.org%3A2611.09991&metadataPrefix=arXivRaw'
  ])
  expect(await add('2611.09991')).toMatchObject({ kind: 'unchanged' })
  expect(server.asked).toHaveLength(1)
})

test('a title given by hand stands where arXiv does not tell, until arXiv tells authors and abstract', async () => {
  server.disturb((_request, response) => response.writeHead(503).end())
  expect(await add('2611.00001', { title: ' A   title  by hand ' })).toMatchObject({ kind: 'added', created: true })
  await record(deps(), arxiv, '2026-11-24', [anItem(1, { abstract: 'What arXiv says.' })])
  expect(await papers()).toMatchObject([
    { arxiv_id: '2611.00001', title: 'A title by hand', text_source: 'curator', abstract: 'What arXiv says.' }
  ])
})

test.each([
  ['an answer of 503', (response: ServerResponse) => response.writeHead(503).end(), 'HTTP 503'],
  ['a page', (response: ServerResponse) => answerWith(response, 'text/html', '<p>'), 'text/html'],
  ['broken XML', (response: ServerResponse) => answerWith(response, 'text/xml', '<OAI-PMH>'), 'broken XML'],
  ['no such paper', (response: ServerResponse) => answerWith(response, 'text/xml', noRecord), 'idDoesNotExist'],
  ['another paper', (response: ServerResponse) => answerWith(response, 'text/xml', oneRecord), 'no such paper']
])('without a title, %s is said, and nothing is written', async (_, fault, reason) => {
  server.disturb((_request, response) => fault(response))
  await expect(add('2611.00001')).rejects.toMatchObject({
    code: 'TITLE_NEEDED',
    message: expect.stringMatching(new RegExp(`2611\\.00001.*${reason}.*--title`))
  })
  expect(await papers()).toEqual([])
  expect((await database.pool.query('select * from curations')).rows).toEqual([])
})

test('arXiv is not asked where PAPER_SOURCES leaves it out', async () => {
  await expect(add('2611.09991', { sources: 'none' })).rejects.toMatchObject({ code: 'TITLE_NEEDED' })
  await add('2611.09991', { sources: 'none', title: 'By hand' })
  expect(server.asked).toEqual([])
})

test('a title that is none is refused', async () => {
  await expect(add('2611.09991', { sources: 'none', title: ' … ' })).rejects.toMatchObject({ code: 'TITLE_NEEDED' })
})

test('a work known by its title alone is that paper, and has its id from then on', async () => {
  const item = anItem(1, { title: 'Sparse routing at 256×256: a 35% cheaper tokenizer' })
  const { arxivId: _, ...unnamed } = item
  await record(deps(), huggingFace, '2026-11-24', aList([unnamed]))
  expect(await add('2611.09991')).toMatchObject({ kind: 'added', created: false })
  expect(await papers()).toMatchObject([{ id: 1, arxiv_id: '2611.09991' }])
})

test('a second id of a work that is known under another is that paper from then on', async () => {
  const title = 'Sparse routing at 256×256: a 35% cheaper tokenizer'
  await record(deps(), huggingFace, '2026-11-24', aList([anItem(1, { title })]))
  expect(await add('2611.09991')).toMatchObject({ kind: 'added', paper: { id: 1, arxivId: '2611.00001' } })
  expect(await pinPaper(deps(), { id: '2611.09991', by: 'Ines', note: undefined })).toMatchObject({ paper: { id: 1 } })
  expect(await papers()).toHaveLength(1)
})

test('a paper whose title and DOI mean two known ones is the first of them, and both stay', async () => {
  await record(deps(), huggingFace, '2026-11-24', [
    anItem(1, { title: 'Sparse routing at 256×256: a 35% cheaper tokenizer', position: 1 }),
    anItem(2, { doi: '10.1000/example.42', position: 2 })
  ])
  expect(await add('2611.09991')).toMatchObject({ kind: 'added', created: false })
  expect(await add('2611.09991')).toMatchObject({ kind: 'unchanged' })
  expect(await papers()).toMatchObject([{ arxiv_id: '2611.00001' }, { arxiv_id: '2611.00002' }])
})
