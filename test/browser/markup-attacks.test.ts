import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { byDefault } from '../../services/editions/chosen-blocks.ts'
import { compileDigest } from '../../services/mail/digest.ts'
import type { DigestPaper } from '../../services/mail/digest-paper.ts'
import { decodeSegments } from '../../services/mail/slots.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { edition, identity, paper } from '../golden/edition.ts'
import { joined, slots } from '../golden/joined.ts'
import { useAttackedSites } from '../support/attacked-sites.ts'
import { outline } from '../support/outline.ts'

const { attacked, harmless, attacks, days } = useAttackedSites()
let browser: Browser
let templates: Templates

beforeAll(async () => {
  templates = await openTemplates()
  browser = await playwright.launch({
    args: chromium.args.filter((arg) => arg !== '--single-process' && arg !== '--no-zygote'),
    executablePath: await chromium.executablePath()
  })
}, 60_000)
afterAll(() => browser?.close())

const paperPages = attacks.map((_, place) => `/paper/${place + 1}`)

test('there are hundreds of them, and no two alike', () => {
  expect(new Set(attacks).size).toBe(attacks.length)
  expect(attacks.length).toBeGreaterThanOrEqual(300)
})

test('a page of papers has the elements and attributes of its harmless twin', { timeout: 180_000 }, async () => {
  const ofDays = days.flatMap((day) => [`/papers/${day}`, `/editions/${day}`])
  for (const url of ['/', '/papers', '/search?q=paper', ...ofDays, ...paperPages]) {
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

test('no page and no mail opens a dialog in a browser that lets every script run', { timeout: 180_000 }, async () => {
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

  const ofDays = days.flatMap((day) => [`/papers/${day}`, `/editions/${day}`])
  const searches = attacks.map((attack) => `/search?q=${encodeURIComponent(attack.slice(0, 100))}`)
  for (const url of ['/', ...ofDays, ...paperPages, ...searches.filter((_, place) => place % 4 === 0)])
    await open((await see(attacked, url)).body)
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
