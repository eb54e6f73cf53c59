import type { Measured } from './sender.ts'

export interface Figures extends Measured {
  mails: number
  /** Seconds for planning the deliveries, before the run. */
  planning: number
  postgresSeconds: number
  sinkSeconds: number
}

const perSecond = ({ mails, seconds }: Figures) => mails / seconds
const per1000 =
  (what: 'processorSeconds' | 'postgresSeconds' | 'sinkSeconds') =>
  (figures: Figures): number =>
    (1000 * figures[what]) / figures.mails

export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2
}

function row(cells: string[]): void {
  const widths = [34, 24, 22, 12, 10, 8]
  process.stdout.write(
    `${cells.map((cell, at) => (at === 0 ? cell.padEnd(34) : cell.padStart(widths[at] ?? 10))).join('')}\n`
  )
}

/** Medians over the rounds, with the least and the most. */
export function printFigures(results: Map<string, Figures[]>): void {
  row(['', 'mails/s', 'CPU-s per 1000', 'PostgreSQL', 'sink', 'MB'])
  for (const [name, runs] of results) {
    const range = (of: (figures: Figures) => number, digits: number) => {
      const all = runs.map(of)
      return `${median(all).toFixed(digits)} (${Math.min(...all).toFixed(digits)}-${Math.max(...all).toFixed(digits)})`
    }
    const one = (of: (figures: Figures) => number, digits: number) => median(runs.map(of)).toFixed(digits)
    row([
      name,
      range(perSecond, 0),
      range(per1000('processorSeconds'), 3),
      one(per1000('postgresSeconds'), 4),
      one(per1000('sinkSeconds'), 3),
      one(({ memory }) => memory, 0)
    ])
  }
}

/**
 * Each target, what was reached, and whether that is enough. Two rows are compared within each
 * round, which had much the same minutes, and of those ratios the median is taken.
 */
export function printComparison(results: Map<string, Figures[]>): void {
  const of = (name: string) => results.get(name) ?? []
  const ratio = (name: string, yardstick: string, what: (figures: Figures) => number) =>
    median(of(name).map((figures, round) => what(figures) / what(of(yardstick)[round] ?? figures)))
  const processor = per1000('processorSeconds')
  process.stdout.write('\n')
  const [raw, composed, composedSigned] = [
    'Nodemailer, raw, constant',
    'Nodemailer, composed',
    'Nodemailer, composed and signed'
  ] as const
  target(`mails/s, of ${raw}`, ratio('Daily Papers', raw, perSecond), { least: 0.85 })
  target(`mails/s, of ${composed}`, ratio('Daily Papers', composed, perSecond), { least: 2.2 })
  if (results.has(composedSigned))
    target(`signed, of ${composedSigned}`, ratio('Daily Papers, signed', composedSigned, perSecond), { least: 2.5 })
  target('PostgreSQL, CPU-s per 1000 mails', median(of('Daily Papers').map(per1000('postgresSeconds'))), { most: 0.02 })
  process.stdout.write(`CPU a mail, of ${raw}: ${ratio('Daily Papers', raw, processor).toFixed(2)}\n`)
}

export function target(what: string, reached: number, wanted: { least: number } | { most: number }): void {
  const [bound, met] =
    'least' in wanted
      ? [`at least ${wanted.least}`, reached >= wanted.least]
      : [`at most ${wanted.most}`, reached <= wanted.most]
  process.stdout.write(`${what.padEnd(44)} ${reached.toFixed(3).padStart(9)}   ${bound}: ${met ? 'met' : 'MISSED'}\n`)
}
