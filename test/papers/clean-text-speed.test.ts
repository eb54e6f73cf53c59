import { expect, test } from 'vitest'
import { cleanText } from '../../services/papers/clean-text/clean-text.ts'
import { runsToHtml, runsToText } from '../../services/papers/clean-text/render.ts'
import { texPieces } from './tex-pieces.ts'

/** Milliseconds of processor time of the quickest of three: other work on the machine does not count. */
function processorTime(source: string): number {
  const spent = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage()
    cleanFully(source)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return Math.min(...spent)
}

/**
 * Where four times the text takes far more than four times as long; quadratic, it would be sixteen times.
 * What is over soon is not looked at: memory alone makes that vary as much. Milliseconds are in bench/cleaning.ts.
 */
function grows(make: (size: number) => string, size: number): string[] {
  const long = processorTime(make(size))
  if (long < 150) return []
  const short = processorTime(make(size / 4))
  return long > 8 * short ? [`${short.toFixed(1)} ms, then ${long.toFixed(1)} ms: ${JSON.stringify(make(40))}`] : []
}

function cleanFully(source: string): void {
  const { runs } = cleanText(source, { repair: true })
  runsToText(runs)
  runsToHtml(runs)
}

const endings = ['', '}$ x']

const pieces = [...texPieces, 'a_{b}', '{,}', '$x^{', '$\\text{a', '\\frac{a}{b}', "`a '", '\\textcolor{a}{', '- -']

test('time grows with the length of a text and no faster, whatever it repeats', () => {
  const slow = pieces.flatMap((piece) =>
    endings.flatMap((ending) =>
      [100_000, 19_990].flatMap((most) =>
        grows((size) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size) + ending, most)
      )
    )
  )
  expect(slow).toEqual([])
})

test('nor with how deep brackets are nested', () => {
  const pairs: [string, string][] = [
    ['{', '}'],
    ['\\textbf{', '}'],
    ['{,', '}'],
    ['a_{', '}'],
    ['$\\frac{', '}$'],
    ['`', "'"]
  ]
  expect(pairs.flatMap(([open, close]) => grows((size) => open.repeat(size) + close.repeat(size), 1000))).toEqual([])
})
