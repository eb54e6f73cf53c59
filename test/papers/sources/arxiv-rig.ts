import { openArxiv } from '../../../services/papers/sources/arxiv/arxiv.ts'
import type { PaperSource, SourceReading } from '../../../services/papers/sources/source.ts'
import { clockAt, type TestClock } from '../../support/clock.ts'
import { testConfig } from '../../support/config.ts'
import { type ArxivReplay, startArxiv } from '../../support/replay/arxiv.ts'
import type { Announced } from '../../support/replay/arxiv-xml.ts'
import { body } from '../../support/replay/faults.ts'
import { generatePapers } from '../../support/replay/generated-papers.ts'
import { impatient } from '../../support/replay/patience.ts'

/** A Friday. */
export const day = '2026-11-20'

export interface ArxivRig {
  /** Serves the feed of `day`. */
  server: ArxivReplay
  /** Noon UTC of `day`. */
  clock: TestClock
  open(environment?: Record<string, string>): PaperSource
  /** What the source opened last has waited for, in milliseconds. */
  waits(): number[]
  /** What was asked for, readable. */
  paths(): string[]
}

export async function startRig(): Promise<ArxivRig> {
  const server = await startArxiv()
  server.turnTo(day)
  const clock = clockAt(`${day}T12:00:00Z`)
  let patience = impatient()
  return {
    server,
    clock,
    open(environment = {}) {
      patience = impatient()
      const addresses = { ARXIV_RSS_URL: server.url, ARXIV_OAI_URL: server.url }
      return openArxiv(testConfig({ ...addresses, ...environment }), { clock, sleep: patience.sleep })
    },
    waits: () => patience.waits,
    paths: () => server.asked.map(({ path }) => decodeURIComponent(path))
  }
}

export function announced(count: number, of = day): Announced[] {
  return generatePapers({ seed: 3, day: of, count }).map((paper) => ({ ...paper, type: 'new' }))
}

export const rss = (text: string) => body(text, 'application/rss+xml')
export const oai = (text: string) => body(text, 'text/xml; charset=utf-8')

export function read(reading: SourceReading) {
  if (reading.kind !== 'read') throw new Error(`the reading is ${JSON.stringify(reading)}`)
  return reading
}
