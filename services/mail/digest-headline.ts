import type { PaperView } from './digest-paper.ts'
import { shorten } from './message-plain.ts'

/** A title for a line that has room for `room` characters: whole if short, else the name before its colon, else cut. */
export function shortTitle(title: string, room = 64): string {
  if (title.length <= room) return title
  const name = /^(.{2,64}?):\s/u.exec(title)?.[1]
  return name ?? shorten(title, room)
}

const shown = 140

/** What the inbox shows behind the subject: the titles that come after the one already named there. */
export function preheaderOf(papers: readonly PaperView[]): string {
  const [top, ...others] = papers
  const titles = others.slice(0, 4).map((paper) => shortTitle(paper.title, 48))
  // What a machine wrote is shown with its credit or not at all: there is no room for it here.
  const line = top?.sourceUrl === null ? top.line : null
  return shorten(titles.length > 0 ? titles.join(' · ') : (line ?? top?.reason ?? ''), shown)
}

/**
 * Blanks that clients show as nothing. Behind a short preheader they keep the client from going on
 * with what the mail says first, which is its own name and date.
 */
export function preheaderPad(preheader: string): string {
  return '\u00A0\u200C\u2007'.repeat(Math.ceil(Math.max(0, shown - preheader.length) / 2))
}
