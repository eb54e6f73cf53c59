import { parse } from 'parse5'
import { beforeEach, expect, test } from 'vitest'
import { importPapers } from '../../services/papers/import-papers.ts'
import { publicEnvironment, tuesday, useApp } from '../support/app.ts'
import { clockAt } from '../support/clock.ts'

const site = useApp(publicEnvironment)
const day = '2026-11-23'

beforeEach(async () => {
  await site.database.pool.query('truncate papers cascade')
  site.deps.clock.set(tuesday)
})

async function pageWith(...items: object[]): Promise<string> {
  const clock = clockAt(`${day}T15:00:00Z`)
  await importPapers({ db: site.deps.db, clock }, { content: JSON.stringify(items), day })
  return see()
}
const see = async () => (await site.app.inject({ url: `/papers/${day}`, headers: { accept: 'text/html' } })).body
const summaryOf = (page: string) => /<p class="summary">(.*?)<\/p>/s.exec(page)?.[1]

test('a page shows subscripts, emphasis and code, links in words, and its JSON the plain text', async () => {
  const page = await pageWith({
    title: 'V$_{0.5}$ <SEG>',
    arxivId: '2611.00001',
    abstract: 'The \\emph{new} $10^{-3}$ of $\\foo{x}$ & \\href{https://a.test/x?a=1&b=2}{its \\textbf{code}}.'
  })
  expect(page).toMatch(/<a href="\/paper\/\d+">V<sub role="math" aria-label="sub 0\.5">0\.5<\/sub> &lt;SEG><\/a>/)
  expect(page).toContain('<a href="https://arxiv.org/abs/2611.00001">Paper</a>')
  expect(summaryOf(page)).toBe(
    'The <em>new</em> 10<sup role="math" aria-label="to the power −3">−3</sup> of <code>$\\foo{x}$</code> &amp; ' +
      'its <strong>code</strong> (https://a.test/x?a=1&amp;b=2).'
  )
  const json = (await site.app.inject({ url: `/papers/${day}`, headers: { accept: 'application/json' } })).json()
  expect(json.papers[0].title).toBe('V_0.5 <SEG>')
  expect(json.papers[0].summary).toContain('10⁻³ of $\\foo{x}$ & its code (https://a.test/x?a=1&b=2).')
  expect(json.papers[0]).not.toHaveProperty('titleRuns')
})

test('a long sentence is cut on its styles, never inside a script', async () => {
  const filling = 'word '.repeat(198)
  const page = await pageWith({ title: 'Long', abstract: `${filling}\\emph{and} $x_{10}$ ${'more '.repeat(40)}` })
  expect(summaryOf(page)).toBe(`${filling}<em>and</em> x<sub role="math" aria-label="sub 10">10</sub>…`)
})

test('whatever storage holds, a page has no element and no address of it', async () => {
  await pageWith({ title: 'Plain', abstract: 'Plain.' })
  const hostile = [
    { text: '<img src=x onerror=alert(1)>', kind: 'sub' },
    { text: '"><script>alert(1)</script>', kind: 'script' },
    { text: 'a', href: 'javascript:alert(1)' },
    { text: 'b', href: 'https://user:secret@a.test/' },
    { text: '&lt;b&gt;</p>', kind: 'code', href: 'https://a.test/"onclick="alert(1)' }
  ]
  await site.database.pool.query('update papers set title_runs = $1, abstract_runs = $1', [JSON.stringify(hostile)])
  const page = await see()
  const found = nodes(parse(page) as Node)
  // The one script of a page is the sign-up form's own.
  const scripts = found.filter(({ nodeName }) => nodeName === 'script')
  expect(scripts.every(({ attrs }) => attrs?.some(({ value }) => value.startsWith('/sign-up.')))).toBe(true)
  for (const name of ['img', 'b']) expect(found.filter(({ nodeName }) => nodeName === name)).toEqual([])
  const attributes = found.flatMap(({ attrs }) => attrs ?? [])
  expect(
    attributes.filter(({ name, value }) => name.startsWith('on') || /javascript:|secret|onclick/.test(value))
  ).toEqual([])
  expect(summaryOf(page)).toContain(
    '<sub role="math" aria-label="sub &lt;img src=x onerror=alert(1)>">&lt;img src=x onerror=alert(1)></sub>'
  )
})

test('the metrics count the papers that show a formula as it came', async () => {
  await pageWith({ title: 'One', abstract: 'Of $\\foo{x}$.' }, { title: 'Two', abstract: 'Of $x_0$.' })
  expect((await site.app.inject('/metrics')).body).toContain('daily_papers_text_residue 1')
})

interface Node {
  nodeName: string
  attrs?: { name: string; value: string }[]
  childNodes?: Node[]
}

function nodes(root: Node): Node[] {
  return [root, ...(root.childNodes ?? []).flatMap(nodes)]
}
