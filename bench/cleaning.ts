// Cleaning 10,000 abstracts, against splitting the same texts into words in the same run, and
// the slowest of the inputs made to be slow. Targets: 2 s for all, 50 ms for any one.
import { cleanText } from '../services/papers/clean-text/clean-text.ts'
import { runsToHtml, runsToText } from '../services/papers/clean-text/render.ts'
import { samplePapers } from '../services/papers/sample-papers.ts'
import { print, quickest } from './measure.ts'

const tex = [
  String.raw` It saves 35\% at $\mathcal{O}(n \log n)$ and 256times256 pixels, 2.4times faster.`,
  ' Code is available at {https://github.com/example/x}{{https://github.com/example/x}}.',
  String.raw` A ` + "``token''" + String.raw` of \textit{Schr\"odinger} costs ~$3 -- or \$4 -- in $\mathbb{R}^{d}$.`
]
const summaries = samplePapers().map(({ summary }) => summary)
const abstracts = Array.from({ length: 10_000 }, (_, index) =>
  [0, 1, 2, 3, 4].map((step) => `${summaries[(index + step) % summaries.length]}${tex[(index + step) % 3]}`).join(' ')
)
const characters = abstracts.reduce((sum, { length }) => sum + length, 0)

function clean(source: string): void {
  const { runs } = cleanText(source, { repair: true })
  runsToText(runs)
  runsToHtml(runs)
}

const words = quickest(() => {
  for (const abstract of abstracts) abstract.match(/[\p{L}\p{N}]+/gu)
}, 3)
const cleaning = quickest(() => {
  for (const abstract of abstracts) clean(abstract)
}, 3)
print('split 10,000 abstracts into words', words, `${Math.round(characters / abstracts.length)} characters each`)
print(
  'clean 10,000 abstracts and write them as text and HTML',
  cleaning,
  `${(cleaning / words).toFixed(1)} times that, ${((1000 * cleaning) / abstracts.length).toFixed(0)} µs each`
)

const pieces = [
  ...String.raw`\ { } $ $$ ^{ _{ ' - < times https://a.test/c {,} \frac \frac{a}{b} \sqrt \hat{ \text{`.split(' '),
  ...String.raw`\textbf{ \href{ \url{ \" \c $x^{ a_{b} \item \textcolor{a}{`.split(' '),
  ' ',
  '\n ',
  '- -',
  '``'
]
/** Just what is read in full, and what is so long that it is not. */
const lengths = [19_990, 100_000]

function filled(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
}

const repeated = lengths.flatMap((length) =>
  pieces.flatMap((piece) =>
    ['', '}$ x'].map((ending) => ({
      what: `${JSON.stringify(piece)} for ${length} characters${ending}`,
      source: filled(piece, length) + ending
    }))
  )
)
const nested = ['{', '\\textbf{', '$\\frac{'].map((open) => ({
  what: `${JSON.stringify(open)} nested 1,000 deep`,
  source: open.repeat(1000) + '}'.repeat(1000)
}))

const prose = filled('Ten words of a text as any abstract has it. ', 19_990)
const plain = quickest(() => clean(prose))
print('clean 19,990 characters of plain prose', plain)
const slowest = [...repeated, ...nested]
  .map(({ what, source }) => ({ name: what, time: quickest(() => clean(source), 3) }))
  .toSorted((one, other) => other.time - one.time)
for (const { name, time } of slowest.slice(0, 5))
  print(`slowest: ${name}`, time, `${(time / plain).toFixed(1)} times that`)
