import type { StyledRun } from '../../mail/styled-runs.ts'
import { allowedLink } from '../../papers/allowed-link.ts'

/** A text with its styles, where it has any. Whatever the runs hold, only the elements named here come of them. */
export function StyledText({ text, runs }: { text: string; runs: readonly StyledRun[] | null }) {
  if (runs === null) return <>{text}</>
  return (
    <>
      {linked(runs).map(({ href, parts }, index) => {
        const words = parts.map((run, place) => <Piece key={place} run={run} />)
        return href === undefined ? (
          words
        ) : (
          <a key={index} href={href}>
            {words}
          </a>
        )
      })}
    </>
  )
}

function Piece({ run: { text, kind } }: { run: StyledRun }) {
  switch (kind) {
    case 'em':
      return <em>{text}</em>
    case 'strong':
      return <strong>{text}</strong>
    case 'code':
      return <code>{text}</code>
    case 'sub':
      return <sub>{text}</sub>
    case 'sup':
      return <sup>{text}</sup>
    case null:
    case undefined:
    default:
      return <>{text}</>
  }
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
