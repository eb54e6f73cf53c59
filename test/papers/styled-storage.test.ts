import { beforeEach, expect, test } from 'vitest'
import { rankedCandidates } from '../../services/papers/candidates.ts'
import { importPapers } from '../../services/papers/import-papers.ts'
import { readPaper } from '../../services/papers/sources/arxiv/arxiv-paper.ts'
import { readListed } from '../../services/papers/sources/hugging-face-item.ts'
import type { SourceItem } from '../../services/papers/sources/source.ts'
import { countUnreadFormulas } from '../../services/papers/unread-formulas.ts'
import { clockAt } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { aList, anItem, arxiv, huggingFace, record } from '../support/readings.ts'

const database = useDatabase()
const day = '2026-11-23'
const clock = clockAt('2026-11-23T15:00:00Z')

const texts = async () =>
  (
    await database.pool.query(
      'select title, title_runs, abstract, abstract_runs from papers where merged_into is null order by id'
    )
  ).rows
const tell = (source: typeof huggingFace | typeof arxiv, items: SourceItem[]) =>
  record({ db: database.db, clock }, source, day, items)
const importItems = (items: object[]) =>
  importPapers({ db: database.db, clock }, { content: JSON.stringify(items), day })

/** A paper as arXiv tells it. */
function fromArxiv(title: string, abstract: string, version = 1): SourceItem {
  const read = readPaper({ arxivId: '2611.00001', version, title, abstract, authors: 'Ada Example', doi: undefined })
  if ('reason' in read) throw new Error(read.reason)
  return read.item
}

/** The same as Hugging Face tells it. */
function fromHuggingFace(title: string, summary: string): SourceItem {
  const read = readListed({ paper: { id: '2611.00001', title, summary, authors: [] } })
  if ('reason' in read) throw new Error(read.reason)
  return read.item
}

const sub = (text: string) => ({ text, kind: 'sub' })

beforeEach(async () => {
  await database.pool.query('truncate papers, source_readings cascade')
})

test('a reading stores styles beside the plain text, and a second one changes nothing', async () => {
  const items = aList([fromHuggingFace('V_{0.5} Tokenizers', 'Emits <SEG> at 35\\% less.'), anItem(2)])
  expect(await tell(huggingFace, items)).toMatchObject({ added: 2, updated: 0, residue: 0 })
  expect(await tell(huggingFace, items)).toMatchObject({ added: 0, updated: 0 })
  expect(await texts()).toMatchObject([
    {
      title: 'V_0.5 Tokenizers',
      title_runs: [{ text: 'V' }, sub('0.5'), { text: ' Tokenizers' }],
      abstract: 'Emits <SEG> at 35% less.',
      abstract_runs: null
    },
    { title_runs: null, abstract_runs: null }
  ])
})

test('the better source brings its styles along, and a worse one leaves them', async () => {
  await tell(huggingFace, aList([fromHuggingFace('pi_0 and V_{0.5}', 'A score of 10^{4}.')]))
  await tell(arxiv, [fromArxiv('$\\pi_0$ and more', 'A score.')])
  const better = { title: 'π₀ and more', title_runs: [{ text: 'π' }, sub('0'), { text: ' and more' }] }
  expect(await texts()).toMatchObject([{ ...better, abstract: 'A score.', abstract_runs: null }])
  await tell(huggingFace, aList([fromHuggingFace('pi_0 and V_{0.5}', 'A score of 10^{4}.')]))
  expect(await texts()).toMatchObject([{ ...better, abstract: 'A score.', abstract_runs: null }])
  await tell(arxiv, [fromArxiv('Without styles', 'A \\emph{new} score.', 2)])
  expect(await texts()).toMatchObject([
    { title: 'Without styles', title_runs: null, abstract: 'A new score.', abstract_runs: [{}, { kind: 'em' }, {}] }
  ])
})

test('of two papers that turn out to be one no text gets the styles of the other', async () => {
  await importItems([{ title: 'The final name', abstract: 'Of \\emph{one} file.' }])
  await tell(huggingFace, aList([anItem(1, { title: 'A working name', abstract: 'Of a list.' })]))
  await tell(arxiv, [{ ...fromArxiv('The final name', ''), version: 2 }])
  expect(await texts()).toEqual([
    { title: 'The final name', title_runs: null, abstract: 'Of a list.', abstract_runs: null }
  ])
})

test('an import stores styles, and one without them takes them away', async () => {
  const entry = { arxivId: '2611.00001', title: 'Fast $\\pi_0$', abstract: 'Made \\textbf{well}.' }
  expect(await importItems([entry])).toMatchObject({ imported: 1, residue: 0 })
  expect(await importItems([entry])).toMatchObject({ imported: 0, updated: 0, unchanged: 1 })
  expect(await texts()).toMatchObject([
    { title_runs: [{ text: 'Fast π' }, sub('0')], abstract_runs: [{}, { text: 'well', kind: 'strong' }, {}] }
  ])
  await importItems([{ ...entry, title: 'Fast pi', abstract: 'Made well.' }])
  expect(await texts()).toMatchObject([{ title: 'Fast pi', title_runs: null, abstract_runs: null }])
})

test('unknown formulas are counted in a reading, an import and in what is stored', async () => {
  const unknown = '$\\foo{x}$'
  expect(await tell(arxiv, [fromArxiv(`A loss ${unknown}`, `${unknown} is \\(\\bar{\\foo}\\).`)])).toMatchObject({
    residue: 3
  })
  expect(await importItems([{ title: 'Two' }, { title: 'Three', abstract: `Of ${unknown}` }])).toMatchObject({
    residue: 1
  })
  await importItems([{ title: 'Code', abstract: 'Run \\texttt{make $HOME} and \\texttt{a(b)}, \\emph{$x$}.' }])
  await importItems([{ title: 'Brackets', abstract: 'As \\[\\foo{x}\\] says.' }])
  expect(await countUnreadFormulas(database)).toBe(3)
})

test('a mail gets the styles, with addresses instead of links', async () => {
  const entry = {
    title: 'V$_{0.5}$ \\url{https://a.test/t}',
    abstract: 'See \\href{https://a.test/x}{the \\emph{code}}.'
  }
  await importItems([entry, { title: 'Said shortly', abstract: 'At \\emph{length}.', summary: 'Short.' }])
  const [styled, short] = (await rankedCandidates({ db: database.db, clock }, { day, size: 20 })).map(
    ({ mail }) => mail
  )
  expect(styled).toMatchObject({
    title: 'V_0.5 https://a.test/t',
    titleRuns: [{ text: 'V' }, sub('0.5'), { text: ' ' }, { text: 'https://a.test/t' }],
    summary: 'See the code (https://a.test/x).',
    summaryRuns: [
      { text: 'See ' },
      { text: 'the ' },
      { text: 'code', kind: 'em' },
      { text: ' (https://a.test/x)' },
      { text: '.' }
    ]
  })
  expect(short).toMatchObject({ summary: 'Short.', titleRuns: undefined })
  expect(short).not.toHaveProperty('summaryRuns')
})
