import { spokenScript } from '../../mail/spoken-script.ts'
import type { StyledRun } from '../../mail/styled-runs.ts'
import type { Words } from '../../mail/words/words.ts'
import { allowedLink } from '../../papers/allowed-link.ts'

/** A text with its styles, where it has any. Whatever the runs hold, only the elements named here come of them. */
export function StyledText({ words, text, runs }: { words: Words; text: string; runs: readonly StyledRun[] | null }) {
  if (runs === null) return <>{text}</>
  return (
    <>
      {linked(runs).map(({ href, parts }, index) => {
        const pieces = parts.map((run, place) => <Piece key={place} words={words} run={run} />)
        return href === undefined ? (
          pieces
        ) : (
          <a key={index} href={href}>
            {pieces}
          </a>
        )
      })}
    </>
  )
}

function Piece({ words, run: { text, kind } }: { words: Words; run: StyledRun }) {
  switch (kind) {
    case 'em':
      return <em>{text}</em>
    case 'strong':
      return <strong>{text}</strong>
    case 'code':
      return <code>{text}</code>
    case 'sub':
      return <sub {...spoken(words, kind, text)}>{text}</sub>
    case 'sup':
      return <sup {...spoken(words, kind, text)}>{text}</sup>
    case null:
    case undefined:
    default:
      return <>{text}</>
  }
}

function spoken(words: Words, kind: 'sub' | 'sup', text: string) {
  const label = spokenScript(words, kind, text)
  return label === '' ? {} : ({ role: 'math', 'aria-label': label } as const)
}

function linked(runs: readonly StyledRun[]): { href: string | undefined; parts: StyledRun[] }[] {
  const groups: { href: string | undefined; parts: StyledRun[] }[] = []
  for (const run of runs) {
    const href = run.href === undefined ? undefined : allowedLink(run.href)
    const last = groups.at(-1)
    if (last !== undefined && last.href === href) last.parts.push(run)
    else groups.push({ href, parts: [run] })
  }
  return groups
}
