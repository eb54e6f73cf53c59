import { shorten } from './message-plain.ts'

/** A piece of text in one style. Nothing in it is markup: `text` holds `<` and `&` as themselves. */
export interface StyledRun {
  text: string
  kind?: 'em' | 'strong' | 'code' | 'sub' | 'sup' | null
  /** Neighbouring runs with the same address are one link. */
  href?: string
}

/**
 * Runs of at most `length` code points in all, cut where `shorten` cuts their text, but never
 * inside a script or a link, nor between a script and what it stands at: half of x_10 is
 * another variable.
 */
export function shortenRuns<Run extends StyledRun>(
  runs: readonly Run[],
  length: number
): (Run | { text: string; kind: null })[] {
  const text = runs.map((run) => run.text).join('')
  const short = shorten(text, length)
  if (short === text) return [...runs]
  const kept = text.startsWith(short) ? short.length : short.length - 1
  const end = wholeEnd(runs, text, kept)
  const ends = end === kept && text.startsWith(short)
  return [...firstOf(runs, end), ...(ends ? [] : [{ text: '…', kind: null }])]
}

/** The last place up to `end` at which runs may be cut. */
function wholeEnd(runs: readonly StyledRun[], text: string, end: number): number {
  const parts = wholeParts(runs)
  let cut = end
  for (;;) {
    const split = parts.find(({ from, to, script }) => (script ? from <= cut : from < cut) && cut < to && cut > 0)
    if (split === undefined) return cut
    const before = text.slice(0, split.from)
    // Scripts that write without spaces have no word to go back to.
    const whole = /^.*\s/su.exec(before)?.[0] ?? (split.script ? before.replace(/.$/su, '') : before)
    cut = whole.replace(/(?<![\s,;:–—-])[\s,;:–—-]+$/u, '').length
  }
}

/** Scripts and links, by where they stand in the text. */
function wholeParts(runs: readonly StyledRun[]): { from: number; to: number; script: boolean }[] {
  const parts: { from: number; to: number; script: boolean; href: string | undefined }[] = []
  let from = 0
  for (const { text, kind, href } of runs) {
    const to = from + text.length
    const last = parts.at(-1)
    if (href !== undefined && last?.href === href && last.to === from) last.to = to
    else if (href !== undefined || kind === 'sub' || kind === 'sup')
      parts.push({ from, to, script: href === undefined, href })
    from = to
  }
  return parts
}

function firstOf<Run extends StyledRun>(runs: readonly Run[], end: number): Run[] {
  const kept: Run[] = []
  let from = 0
  for (const run of runs) {
    if (from >= end) break
    kept.push({ ...run, text: run.text.slice(0, end - from) })
    from += run.text.length
  }
  return kept
}
