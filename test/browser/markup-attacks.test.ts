import chromium from '@sparticuz/chromium'
import { parse } from 'parse5'
import { type Browser, chromium as playwright } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { byDefault } from '../../services/editions/chosen-blocks.ts'
import { compileDigest } from '../../services/mail/digest.ts'
import type { DigestPaper } from '../../services/mail/digest-paper.ts'
import { decodeSegments } from '../../services/mail/slots.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { importPapers } from '../../services/papers/import-papers.ts'
import { edition, identity, paper } from '../golden/edition.ts'
import { joined, slots } from '../golden/joined.ts'
import { useApp } from '../support/app.ts'
import { clockAt } from '../support/clock.ts'
import { markupAttacks } from '../support/markup-attacks.ts'

const attacked = useApp()
const harmless = useApp()
const attacks = markupAttacks()
const day = '2026-11-23'
let browser: Browser
let templates: Templates

beforeAll(async () => {
  templates = await openTemplates()
  for (const [site, text] of [
    [attacked, (place: number) => attacks[place]],
    [harmless, () => 'words']
  ] as const) {
    const content = JSON.stringify(
      attacks.map((_, place) => ({
        title: `Paper ${place}p ${text(place)}`,
        arxivId: `2611.${String(place + 1).padStart(5, '0')}`,
        authors: [`Author ${place} ${text(place)?.slice(0, 180)}`],
        abstract: `Words of ${place}. ${text(place)}`,
        topics: ['topic']
      }))
    )
    const outcome = await importPapers({ db: site.deps.db, clock: clockAt(`${day}T15:00:00Z`) }, { content, day })
    expect(outcome).toMatchObject({ imported: attacks.length, refused: [] })
  }
  browser = await playwright.launch({
    args: chromium.args.filter((arg) => arg !== '--single-process' && arg !== '--no-zygote'),
    executablePath: await chromium.executablePath()
  })
}, 120_000)
afterAll(() => browser?.close())

test('there are hundreds of them, and no two alike', () => {
  expect(new Set(attacks).size).toBe(attacks.length)
  expect(attacks.length).toBeGreaterThanOrEqual(300)
})

test('a page of papers has the elements and attributes of its harmless twin', async () => {
  for (const url of [`/papers/${day}`, '/search?q=paper', ...attacks.map((_, place) => `/paper/${place + 1}`)]) {
    const [one, other] = await Promise.all([see(attacked, url), see(harmless, url)])
    expect(one.statusCode, url).toBe(200)
    expect(outline(one.body), url).toEqual(outline(other.body))
  }
})

test('a mail has the elements and attributes of its harmless twin, in every length of a paper', () => {
  for (const papers of parts(100)) {
    expect(outline(blocksOf(papers.map(hostile)))).toEqual(outline(blocksOf(papers.map(plain))))
    expect(outline(mailOf(papers.map(hostile)))).toEqual(outline(mailOf(papers.map(plain))))
  }
})

test('no page and no mail opens a dialog in a browser that lets every script run', { timeout: 120_000 }, async () => {
  const context = await browser.newContext({ bypassCSP: true })
  const page = await context.newPage()
  let dialogs = 0
  page.on('dialog', async (dialog) => {
    dialogs += 1
    await dialog.dismiss()
  })
  /** Loads a page as it came, and touches everything in it. */
  const open = async (html: string) => {
    await page.setContent(html, { waitUntil: 'load' })
    await page.evaluate(() => {
      for (const element of document.querySelectorAll('*'))
        for (const name of ['mouseover', 'focus', 'toggle', 'error', 'load', 'begin'])
          element.dispatchEvent(new Event(name))
    })
  }
  // Proof that this browser tells.
  await open('<img src=x onerror=alert(1)>')
  await expect.poll(() => dialogs).toBeGreaterThan(0)
  await page.waitForTimeout(200)
  dialogs = 0

  await open((await see(attacked, `/papers/${day}`)).body)
  for (const papers of parts(100)) {
    await open(blocksOf(papers.map(hostile)))
    await open(mailOf(papers.map(hostile)))
  }
  await page.waitForTimeout(200)
  expect(dialogs).toBe(0)
  await context.close()
})

function see(site: typeof attacked, url: string) {
  return site.app.inject({ url, headers: { accept: 'text/html' } })
}

function parts(size: number): number[][] {
  const places = attacks.map((_, place) => place)
  return Array.from({ length: Math.ceil(places.length / size) }, (_, part) =>
    places.slice(part * size, (part + 1) * size)
  )
}

const hostile = (place: number) => withText(attacks[place] ?? '')
const plain = () => withText('words')

function withText(text: string): DigestPaper {
  return {
    ...paper(`Paper ${text}`, { authors: [`Author ${text}`], summary: `Words. ${text}` }),
    line: `Line ${text}`,
    reason: `Reason ${text}`,
    topics: [`topic ${text}`],
    links: { paper: 'https://arxiv.org/abs/2611.00001', code: text }
  }
}

/** All that is compiled of papers, longer and shorter. */
function blocksOf(papers: DigestPaper[]): string {
  const { htmlBlocks, shorter } = compileDigest(templates, identity, { ...edition, papers })
  const short = shorter.flatMap(({ brief, title }) => [brief.html, title.html])
  return `<table>${decodeSegments([...htmlBlocks, ...short], slots)}</table>`
}

/** The mail of one who chose nothing, whose subject and headline are of the first paper. */
function mailOf(papers: DigestPaper[]): string {
  const segments = compileDigest(templates, identity, { ...edition, papers })
  return joined(segments, byDefault({ ...segments, selected: segments.htmlBlocks.length })).html
}

interface Node {
  nodeName: string
  attrs?: { name: string; value: string }[]
  childNodes?: Node[]
}

/** Styles that a title may have: they carry no attribute that does anything. */
const styles = new Set(['em', 'strong', 'code', 'sub', 'sup', '#text'])

/** Elements with their attributes, in order; comments too. Of what an attribute says only where it leads to or how it looks; which paper
 * comes first in a search is the words' business. */
function outline(html: string): string[] {
  const seen: string[] = []
  const walk = ({ nodeName, attrs = [], childNodes = [] }: Node) => {
    const said = attrs.map(({ name, value }) =>
      /^(href|src|action|formaction|class|style|id|name|type|method|http-equiv)$/.test(name)
        ? `${name}=${value.replace(/^\/paper\/\d+/, '/paper/')}`
        : name
    )
    if (!styles.has(nodeName) || said.some((one) => !/^(class|style)=/.test(one)))
      seen.push([nodeName, ...said].join(' '))
    childNodes.forEach(walk)
  }
  walk(parse(html))
  return seen
}
