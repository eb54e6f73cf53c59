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

/** Each target, what was reached, and whether that is enough. */
export function printComparison(results: Map<string, Figures[]>): void {
  const speed = (name: string) => median((results.get(name) ?? []).map(perSecond))
  const postgres = (name: string) => median((results.get(name) ?? []).map(per1000('postgresSeconds')))
  const ratio = (name: string, yardstick: string) => speed(name) / speed(yardstick)
  process.stdout.write('\n')
  target('unsigned : Nodemailer, raw, constant', ratio('Daily Papers', 'Nodemailer, raw, constant'), { least: 0.85 })
  target('unsigned : Nodemailer, composed', ratio('Daily Papers', 'Nodemailer, composed'), { least: 2.2 })
  if (results.has('Daily Papers, signed'))
    target('signed : Nodemailer, signed', ratio('Daily Papers, signed', 'Nodemailer, composed and signed'), {
      least: 2.5
    })
  target('PostgreSQL, CPU-s per 1000 mails', postgres('Daily Papers'), { most: 0.02 })
}

export function target(what: string, reached: number, wanted: { least: number } | { most: number }): void {
  const [bound, met] =
    'least' in wanted
      ? [`at least ${wanted.least}`, reached >= wanted.least]
      : [`at most ${wanted.most}`, reached <= wanted.most]
  process.stdout.write(`${what.padEnd(44)} ${reached.toFixed(3).padStart(9)}   ${bound}: ${met ? 'met' : 'MISSED'}\n`)
}
