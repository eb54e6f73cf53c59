import type { Clock } from '../../platform/clock.ts'
import type { Config } from '../../platform/config.ts'
import { type Sleep, systemSleep } from '../../platform/outbound/sleep.ts'
import { openArxiv } from './arxiv/arxiv.ts'
import { openHuggingFace } from './hugging-face.ts'
import type { PaperSource, SourceDeps } from './source.ts'

const known: Record<Config['paperSources'][number], (config: Config, deps: SourceDeps) => PaperSource> = {
  huggingface: openHuggingFace,
  arxiv: openArxiv
}

/**
 * Opens the sources that PAPER_SOURCES names, in its order. Once a process: they remember what
 * did not change. A `sleep` that rejects ends a reading that waits, with its error.
 */
export function openSources(
  config: Config,
  { clock, sleep = systemSleep }: { clock: Clock; sleep?: Sleep }
): PaperSource[] {
  return config.paperSources.map((name) => known[name](config, { clock, sleep }))
}
