import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { everyMail } from '../../services/api/preview-mails.ts'
import { feedTopics } from '../../services/editions/feeds/feed-topics.ts'
import { ensureSampleEdition } from '../../services/editions/sample-edition.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { samplePapers } from '../../services/papers/sample-papers.ts'
import { projectRoot } from '../../services/platform/project-root.ts'
import { sendListed } from '../api/reading-rig.ts'
import { identity } from '../golden/edition.ts'
import { publicEnvironment, tuesday, useApp } from '../support/app.ts'
import { bracketed, outsideBrackets, unbracketed } from '../support/bracketed-words.ts'
import { listPapers } from '../support/papers.ts'
import { type WalkedPages, walkOffice, walkPapers, walkSubscription } from '../support/walked-pages.ts'

const local = useApp({}, bracketed)
const open = useApp({ ...publicEnvironment, CURATOR: 'Ines Vermeer' }, bracketed)

const days = ['2026-11-20', '2026-11-23']

/** What the sample's papers are called and say is in no language of ours: whole, by sentences, and up to the colon of a title. */
const papers = samplePapers().flatMap(({ title, authors, summary, topics }) => [
  title,
  ...title.split(': ').slice(0, 1),
  ...authors,
  summary,
  ...summary.split(/(?<=\.) /),
  ...topics
])
const { OPERATOR_NAME, POSTAL_ADDRESS } = publicEnvironment
/** Names, and what Intl writes of a zone and of a size. The longest first, since some hold others. */
const names = [
  'Daily Papers',
  'Hugging Face Daily Papers',
  'Ines Vermeer',
  OPERATOR_NAME,
  POSTAL_ADDRESS,
  ...[identity.operatorName, identity.postalAddress].flatMap((name) => name ?? []),
  new URL(identity.baseUrl).host,
  'UTC',
  'KB',
  ...feedTopics.values(),
  ...papers
].toSorted((one, other) => other.length - one.length)

/** Pages with something outside the messages, by what was asked for. */
function forgotten(pages: WalkedPages, more: string[] = []): { page: string; found: string[] }[] {
  const judge = (page: string, body: string) =>
    page.includes('/feed') ? ofFeed(body) : unbracketed(body, [...names, ...more])
  return [...pages].map(([page, body]) => ({ page, found: judge(page, body) })).filter(({ found }) => found.length > 0)
}

/** Of a feed what its readers show: titles, what it is about, and the HTML of its entries. */
function ofFeed(feed: string): string[] {
  const shown = [...feed.matchAll(/<(title|subtitle|content|description)\b[^>]*>([^<]*)</g)]
  return shown.flatMap(([, , text = '']) => unbracketed(decoded(text), names))
}

const decoded = (markup: string) =>
  markup.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

test('every page of an installation in another language is in that language', { timeout: 120_000 }, async () => {
  const templates = await openTemplates(undefined, bracketed)
  await open.database.pool.query("update installation set created_at = '2026-01-01'")
  for (const [place, day] of days.entries()) {
    await listPapers(open.deps.db, day, 30, 30 * place)
    // What papers say is in no language of ours, so it stands in brackets as well.
    await open.database.pool.query(
      `update papers set title = '⟦A model of ' || id || '⟧', abstract = '⟦We measure the tokenizer.⟧',
         summary = null, abstract_runs = null, title_runs = null,
         authors = '{⟦Ada Lovelace⟧}', topics = '{⟦language models⟧}'`
    )
    await sendListed(open, day, templates)
  }
  open.deps.clock.set(tuesday)
  const pages: WalkedPages = new Map()
  await walkPapers(open, pages, days)
  await walkSubscription(open, pages)
  await walkOffice(open, pages, templates)
  expect(pages.size).toBeGreaterThan(70)
  expect(forgotten(pages)).toEqual([])
})

test('and so is every page of local mode', { timeout: 120_000 }, async () => {
  const templates = await openTemplates(undefined, bracketed)
  await local.database.pool.query("update installation set created_at = '2026-01-01'")
  await ensureSampleEdition({ ...local.deps, templates })
  const pages: WalkedPages = new Map()
  await walkPapers(local, pages, [])
  await walkSubscription(local, pages)
  await walkOffice(local, pages, templates)
  // Folders of templates, by which the page of all mails calls them.
  const folders = readdirSync(join(projectRoot, 'templates'))
  expect(forgotten(pages, folders)).toEqual([])
})

test('and every mail, as HTML, as text and in its subject', async () => {
  const mails = everyMail(await openTemplates(undefined, bracketed), identity)
  const found = mails.map(({ name, subject, html, text }) => ({
    name,
    found: [...unbracketed(html, names), ...outsideBrackets(text, names), ...outsideBrackets(subject, names)]
  }))
  expect(found.filter((mail) => mail.found.length > 0)).toEqual([])
})

test('a word outside the messages is found, in a text, an attribute and a date', () => {
  const seen = (html: string) => unbracketed(html, ['Ada'])
  expect(seen('<p>⟦Hello <b>Ada</b>⟧ <i>you</i></p>')).toEqual(['you'])
  expect(seen('<a title="Go">⟦Go⟧</a><p>November 3</p><p>11月3日火曜日, Ada</p>')).toEqual(['November 3', 'Go'])
  expect(seen('<p>⟦Hello</p>')).toEqual(['1 brackets are open'])
})
