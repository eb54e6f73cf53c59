// Ranking a day of 2,000 candidates, against sorting them by votes in the same run, and what
// the topics of as many papers take. The target is 100 ms for the ranking.

import type { Signals } from '../services/papers/ranking/signals.ts'
import { spreadOrganizations } from '../services/papers/ranking/spread-organizations.ts'
import { rankPapers } from '../services/papers/ranking.ts'
import { samplePapers } from '../services/papers/sample-papers.ts'
import { topicsOf } from '../services/papers/topics.ts'
import { print, quickest } from './measure.ts'

const day = '2026-11-20'
const at = new Date('2026-11-21T08:00:00Z')

function candidates(count: number): (Signals & { organization: string | null })[] {
  return Array.from({ length: count }, (_, index) => {
    const reading = (hours: number, votes: number, stars: number) => ({
      seenAt: new Date(at.getTime() - hours * 3_600_000),
      votes,
      comments: index % 9,
      stars: index % 3 === 0 ? null : stars,
      codeUrl: index % 3 === 0 ? null : `https://code.test/${index}`,
      sourceRank: index % 20 === 0 ? index / 20 + 1 : null
    })
    return {
      titleKey: `title${(index * 7919) % count}`,
      feedDay: index % 4 === 0 ? '2026-11-19' : day,
      source: 'huggingface',
      position: (index % 100) + 1,
      votes: null,
      latest: reading(1, (index * 37) % 500, index),
      earlier: index % 2 === 0 ? null : reading(25, (index * 17) % 300, index / 2),
      pick: index % 500 === 0 ? { curator: 'Ada', note: null, pinned: index } : null,
      organization: index % 2 === 0 ? null : `Lab ${index % 30}`
    }
  })
}

for (const count of [200, 2000, 20_000]) {
  const papers = candidates(count)
  const plain = quickest(() => {
    papers.toSorted((one, other) => (other.latest?.votes ?? 0) - (one.latest?.votes ?? 0))
  })
  const ranking = quickest(() => {
    spreadOrganizations(rankPapers(papers, { day, at }), 20)
  })
  const ratio = `${(ranking / plain).toFixed(0)} times a sort by votes`
  print(`rank ${count} candidates`, ranking, `${ratio}, ${((1000 * ranking) / count).toFixed(1)} µs a paper`)
}

const texts = samplePapers().map(({ title }, index, all) => ({
  title,
  abstract: [0, 1, 2, 3, 4].map((step) => all[(index + step) % all.length]?.summary ?? '').join(' ')
}))
const tagging = quickest(() => {
  for (let index = 0; index < 2000; index++) topicsOf(texts[index % texts.length] ?? { title: '', abstract: '' })
})
print('topics of 2000 papers with abstracts of 1,200 characters', tagging, `${(tagging / 2).toFixed(1)} µs a paper`)
