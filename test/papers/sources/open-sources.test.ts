import { expect, test } from 'vitest'
import { openSources } from '../../../services/papers/sources/open-sources.ts'
import { clockAt } from '../../support/clock.ts'
import { testConfig } from '../../support/config.ts'
import { startArxiv } from '../../support/replay/arxiv.ts'
import { generatePapers } from '../../support/replay/generated-papers.ts'
import { listed, startHuggingFace } from '../../support/replay/hugging-face.ts'
import { impatient } from '../../support/replay/patience.ts'

const day = '2026-11-20'
const clock = clockAt(`${day}T15:00:00Z`)

test.each([
  ['huggingface,arxiv', ['huggingface', 'arxiv'], [true, false]],
  ['arxiv', ['arxiv'], [false]],
  ['none', [], []]
])('PAPER_SOURCES=%s opens %j: only a list makes candidates', (value, names, lists) => {
  const sources = openSources(testConfig({ PAPER_SOURCES: value }), { clock })
  expect(sources.map(({ name }) => name)).toEqual(names)
  expect(sources.map((source) => source.lists)).toEqual(lists)
})

test('a day of a hundred papers is the same papers to both, under five seconds', async () => {
  const [huggingFace, arxiv] = [await startHuggingFace(), await startArxiv()]
  const papers = generatePapers({ seed: 5, day, count: 100 })
  huggingFace.list(
    day,
    papers.map((paper) => listed(paper, day))
  )
  arxiv.announce(
    day,
    papers.map((paper) => ({ ...paper, type: 'new' }))
  )
  const both = { PAPER_SOURCES: 'huggingface,arxiv', HUGGINGFACE_URL: huggingFace.url }
  const addresses = { ...both, ARXIV_RSS_URL: arxiv.url, ARXIV_OAI_URL: arxiv.url }
  const sources = openSources(testConfig(addresses), { clock, sleep: impatient().sleep })
  const begun = performance.now()
  const [first, second] = await Promise.all(sources.map((source) => source.readDay(day)))
  expect(performance.now() - begun).toBeLessThan(5000)
  if (first?.kind !== 'read' || second?.kind !== 'read') throw new Error('nothing was read')
  const titles = (items: typeof first.items) => new Map(items.map(({ arxivId, title }) => [arxivId, title]))
  expect(titles(first.items)).toEqual(titles(second.items))
  expect(first.items).toHaveLength(100)
  await huggingFace.close()
  await arxiv.close()
})

test('a wait that is called off ends the reading', async () => {
  const huggingFace = await startHuggingFace()
  huggingFace.disturb((_request, response) => response.writeHead(503).end())
  const sources = openSources(testConfig({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: huggingFace.url }), {
    clock,
    sleep: () => Promise.reject(new Error('the service stops'))
  })
  await expect(sources[0]?.readDay(day)).rejects.toThrow('the service stops')
  await huggingFace.close()
})
