import { type Run, type Style, sameStyle } from './run.ts'

/** Collects the runs of one text. */
export interface Writer {
  write(text: string, style: Style): void
  /** The last few characters written, for rules that look back. */
  tail(): string
  /** Takes back blanks and ties: what follows them was dropped. */
  trimEnd(): void
  /** A place to come back to. */
  mark(): number
  /** The characters written since, without styles. */
  since(mark: number): string
  insert(mark: number, text: string, style: Style): void
  finish(): Run[]
}

export function createWriter(): Writer {
  const runs: Run[] = []
  let tail = ''
  // Runs before this one may no longer grow: a group began behind them.
  let fixed = 0
  return {
    write(text, style) {
      if (text === '') return
      const last = runs.at(-1)
      // A run per character would cost most of the time on text that is all punctuation.
      if (last !== undefined && runs.length > fixed && sameStyle(last, style)) last.text += text
      else runs.push({ text, ...style })
      tail = text.length < 8 ? (tail + text).slice(-8) : text.slice(-8)
    },
    tail: () => tail,
    trimEnd() {
      const last = runs.at(-1)
      if (last === undefined || last.kind === 'code' || !/[ \u00A0]$/.test(tail)) return
      last.text = last.text.slice(0, -1)
      tail = tail.slice(0, -1)
    },
    mark() {
      fixed = runs.length
      return fixed
    },
    since: (mark) => runs.slice(mark).reduce((text, run) => text + run.text, ''),
    insert(mark, text, style) {
      runs.splice(mark, 0, { text, ...style })
    },
    finish: () => joined(runs)
  }
}

/** Neighbours of one style made one, doubled blanks single, none at the ends or around a paragraph's end. */
function joined(runs: readonly Run[]): Run[] {
  const result: Run[] = []
  let blankBefore = true
  for (const run of runs) {
    const text = singleBlanks(run.text, blankBefore)
    if (text === '') continue
    blankBefore = text.endsWith(' ') || text.endsWith('\n')
    const last = result.at(-1)
    if (last !== undefined && text.startsWith('\n')) last.text = last.text.replace(/ $/, '')
    if (last !== undefined && sameStyle(last, run)) last.text += text
    else result.push({ ...run, text })
  }
  const last = result.at(-1)
  if (last !== undefined) last.text = last.text.trimEnd()
  return result.filter(({ text }) => text !== '')
}

function singleBlanks(text: string, blankBefore: boolean): string {
  // Most runs have nothing to mend, and there can be tens of thousands.
  const single = text.includes('  ') ? text.replaceAll(/ {2,}/g, ' ') : text
  const tight = single.includes('\n') ? single.replaceAll(/ ?\n\n ?/g, '\n\n') : single
  return blankBefore && tight.startsWith(' ') ? tight.slice(1) : tight
}
