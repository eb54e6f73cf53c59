import { expect, test } from 'vitest'
import { cleanText } from '../../services/papers/clean-text/clean-text.ts'
import { runsToHtml, runsToText } from '../../services/papers/clean-text/render.ts'
import { samplePapers } from '../../services/papers/sample-papers.ts'
import { texPieces } from './tex-pieces.ts'

/** Milliseconds of processor time: other work on the machine does not count. */
function processorTime(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** The quicker of two: the first one may still be compiling. */
function bestOfTwo(work: () => void): number {
  return Math.min(processorTime(work), processorTime(work))
}

function cleanFully(source: string): void {
  const { runs } = cleanText(source, { repair: true })
  runsToText(runs)
  runsToHtml(runs)
}

const endings = ['', '}$ x']

test('no input of 100 KB takes 50 ms, whatever it repeats', () => {
  const slow: string[] = []
  for (const size of [100_000, 19_990])
    for (const piece of [
      ...texPieces,
      'a_{b}',
      '{,}',
      '$x^{',
      '$\\text{a',
      '\\frac{a}{b}',
      "`a '",
      '\\textcolor{a}{',
      '- -'
    ])
      for (const ending of endings) {
        const source = piece.repeat(Math.ceil(size / piece.length)).slice(0, size) + ending
        const spent = bestOfTwo(() => cleanFully(source))
        if (spent >= 50) slow.push(`${spent.toFixed(0)} ms: ${JSON.stringify(piece)} … ${JSON.stringify(ending)}`)
      }
  expect(slow).toEqual([])
})

test('brackets nested a thousand deep take no longer', () => {
  const pairs: [string, string][] = [
    ['{', '}'],
    ['\\textbf{', '}'],
    ['{,', '}'],
    ['a_{', '}'],
    ['$\\frac{', '}$'],
    ['`', "'"]
  ]
  for (const [open, close] of pairs) {
    const source = open.repeat(1000) + close.repeat(1000)
    expect(bestOfTwo(() => cleanFully(source))).toBeLessThan(50)
  }
})

test('ten thousand abstracts are cleaned within two seconds', () => {
  const summaries = samplePapers().map(({ summary }) => summary)
  const additions = [
    String.raw` It saves 35\% at $\mathcal{O}(n \log n)$ and 256times256 pixels, 2.4times faster.`,
    ' Code is available at {https://github.com/example/x}{{https://github.com/example/x}}.',
    String.raw` A ` + "``token''" + String.raw` of \textit{Schr\"odinger} costs ~$3 -- or \$4 -- in $\mathbb{R}^{d}$.`
  ]
  const abstracts = Array.from({ length: 10_000 }, (_, index) =>
    [0, 1, 2, 3, 4]
      .map((step) => (summaries[(index + step) % summaries.length] ?? '') + (additions[(index + step) % 3] ?? ''))
      .join(' ')
  )
  expect(abstracts[0]?.length).toBeGreaterThan(1200)
  const spent = processorTime(() => {
    for (const abstract of abstracts) cleanText(abstract, { repair: true })
  })
  expect(spent).toBeLessThan(2000)
})
