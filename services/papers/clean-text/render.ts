import type { Run } from './run.ts'
import { scriptText } from './scripts.ts'

/** The runs as plain text: links whose words are not their address show it behind them. */
export function runsToText(runs: readonly Run[]): string {
  return flatText(withoutLinks(runs))
}

/** The runs for where there can be no links: an address that is not the link's words stands behind them. */
export function withoutLinks(runs: readonly Run[]): Run[] {
  return links(runs).flatMap(({ href, runs: parts }) => {
    const words = parts.map(({ href: _href, ...run }) => run)
    return href === undefined || flatText(parts) === href ? words : [...words, { text: ` (${href})` }]
  })
}

/** The runs as HTML for mail and page. Everything is escaped; the only tags are those written here. */
export function runsToHtml(runs: readonly Run[]): string {
  return links(runs)
    .map(({ href, runs: parts }) => {
      const html = parts.map(runHtml).join('')
      return href === undefined ? html : `<a href="${escapeHtml(href)}">${html}</a>`
    })
    .join('')
}

/** The runs in one line of text without their links' addresses. */
export function flatText(runs: readonly Run[]): string {
  return runs.map(({ text, kind }) => (kind === 'sub' || kind === 'sup' ? scriptText(kind, text) : text)).join('')
}

function links(runs: readonly Run[]): { href: string | undefined; runs: Run[] }[] {
  const grouped: { href: string | undefined; runs: Run[] }[] = []
  for (const run of runs) {
    const last = grouped.at(-1)
    if (last !== undefined && last.href === run.href) last.runs.push(run)
    else grouped.push({ href: run.href, runs: [run] })
  }
  return grouped
}

function runHtml({ text, kind }: Run): string {
  const html = escapeHtml(text).replaceAll('\n\n', '<br><br>')
  return kind === undefined ? html : `<${kind}>${html}</${kind}>`
}

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;']
])

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities.get(character) ?? character)
}
