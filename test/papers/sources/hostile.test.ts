import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSources } from '../../../services/papers/sources/open-sources.ts'
import type { SourceItem } from '../../../services/papers/sources/source.ts'
import { clockAt } from '../../support/clock.ts'
import { testConfig } from '../../support/config.ts'
import { type ArxivReplay, startArxiv } from '../../support/replay/arxiv.ts'
import { generatePapers } from '../../support/replay/generated-papers.ts'
import { hostileAnnouncement, hostileEntry, hostileList } from '../../support/replay/hostile.ts'
import { type HuggingFaceReplay, startHuggingFace } from '../../support/replay/hugging-face.ts'
import { impatient } from '../../support/replay/patience.ts'

const day = '2026-11-20'
let huggingFace: HuggingFaceReplay
let arxiv: ArxivReplay

async function readAll() {
  const both = { PAPER_SOURCES: 'huggingface,arxiv', HUGGINGFACE_URL: huggingFace.url }
  const addresses = { ...both, ARXIV_RSS_URL: arxiv.url, ARXIV_OAI_URL: arxiv.url }
  const sources = openSources(testConfig(addresses), { clock: clockAt(`${day}T15:00:00Z`), sleep: impatient().sleep })
  const [first, second] = await Promise.all(sources.map((source) => source.readDay(day)))
  if (first?.kind !== 'read' || second?.kind !== 'read') throw new Error('nothing was read')
  return { listed: first, announced: second }
}

const texts = ({ title, abstract, authors, machineSummary, organization }: SourceItem) =>
  [title, abstract, ...authors, machineSummary, organization].filter((text) => text !== undefined)

beforeEach(async () => {
  huggingFace = await startHuggingFace()
  arxiv = await startArxiv()
})
afterEach(async () => {
  await huggingFace.close()
  await arxiv.close()
})

test('the good entries between bad ones are read whole, and the bad ones counted by reason', async () => {
  const papers = generatePapers({ seed: 9, day, count: 20 })
  const { entries, refused } = hostileList(papers, day)
  huggingFace.list(day, entries)
  const { listed } = await readAll()
  expect(listed.items.map(({ arxivId }) => arxivId)).toEqual(papers.map(({ arxivId }) => arxivId))
  expect(listed.refused).toEqual(refused)
  expect(listed.complete).toBe(true)
  expect(Object.values(refused).reduce((sum, times) => sum + times)).toBe(entries.length - papers.length)
})

test('hostile texts are kept as the text they are, without control characters, and hostile links are none', async () => {
  const papers = generatePapers({ seed: 9, day, count: 4 })
  huggingFace.list(
    day,
    papers.map((paper) => hostileEntry(paper, day))
  )
  arxiv.announce(day, papers.map(hostileAnnouncement))
  const { listed, announced } = await readAll()
  expect([listed.items.length, announced.items.length]).toEqual([4, 4])
  for (const item of [...listed.items, ...announced.items]) {
    for (const text of texts(item)) {
      // What stands in parentheses is an affiliation among arXiv's authors.
      expect(text.replaceAll('(1)', '')).toContain('<script>alert</script><img src=x onerror=alert> {{7*7}}')
      expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Surrogate}|\u202e/u)
    }
    expect(item).not.toHaveProperty('codeUrl')
    expect(item).not.toHaveProperty('projectUrl')
    expect(item).not.toHaveProperty('stars')
    expect(item).not.toHaveProperty('doi')
  }
  expect({}).not.toHaveProperty('polluted')
})

test('a list of which nothing can be read has failed: it is no empty day', async () => {
  huggingFace.list(day, [{ id: 'the form has changed' }, { id: 'again' }])
  const [source] = openSources(testConfig({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: huggingFace.url }), {
    clock: clockAt(`${day}T15:00:00Z`),
    sleep: impatient().sleep
  })
  expect(await source?.readDay(day)).toEqual({ kind: 'failed', reason: 'nothing could be read (no paper: 2)' })
})
