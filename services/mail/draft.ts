import { shortTitle } from './digest-headline.ts'
import { viewPaper } from './digest-paper.ts'
import type { Identity } from './identity.ts'
import { plainText, shorten } from './message-plain.ts'
import type { RenderedNotice } from './notice.ts'
import type { Templates } from './templates.ts'
import { frameData } from './templates-frame.ts'
import { dayIn, longDate, timeOfDay } from './words/dates.ts'
import { say, type Words } from './words/words.ts'

/** A paper of a draft: plain text, but from outside and not trusted. */
export interface DraftPaper {
  title: string
  url: string
  /** Why it is in the edition, in one line. */
  reason: string
  /** Its score in words, and the id by which it is pinned or dropped. */
  score: string
}

export interface Draft {
  /** The feed day, YYYY-MM-DD. */
  day: string
  /** When the edition leaves, in the zone to say it in. */
  freezeAt: Date
  timeZone: string
  heldBy: string | undefined
  /** The first of the list, best first. */
  papers: readonly DraftPaper[]
  /** How many the list has. */
  candidates: number
  /** With fewer candidates there is no mail. */
  minimum: number
  draftUrl: string
}

// Gmail clips what is over 102 KB.
const most = 89_000

/** Renders the curator's draft. Pure: the same draft is the same text. Papers that find no room are counted. */
export function renderDraft(templates: Templates, identity: Identity, draft: Draft): RenderedNotice {
  for (let shown = draft.papers.length; ; shown = Math.floor(shown * 0.8)) {
    const rendered = render(templates, identity, draft, shown)
    if (shown === 0 || Buffer.byteLength(rendered.html) <= most) return rendered
  }
}

function render(templates: Templates, identity: Identity, draft: Draft, shown: number): RenderedNotice {
  const { words } = templates
  const views = draft.papers.slice(0, shown).map(({ title, url, reason, score }) => {
    const paper = { title, authors: [], summary: undefined, reason, topics: [], links: { paper: url } }
    const view = viewPaper(paper, words)
    return { title: view.title, url: view.url, reason: view.reason, score: plainText(score, 300) }
  })
  const [top] = draft.papers
  const title = top === undefined ? null : shortTitle(plainText(top.title, 300))
  const more = draft.papers.length - 1
  const date = longDate(draft.day, words)
  const leaves = leavesOn(draft, words)
  const what =
    title === null ? say(words, 'draft.none') : more > 0 ? say(words, 'digest.subject', { title, more }) : title
  const subject = plainText(say(words, 'draft.subject', { date, what }), 150)
  const titles = views.map((view) => view.title).join(' · ')
  const data = {
    ...frameData(identity),
    subject,
    date,
    draftUrl: draft.draftUrl,
    leaves,
    heldBy: draft.heldBy === undefined ? null : plainText(draft.heldBy, 100),
    papers: views,
    shown: draft.papers.length,
    more: draft.papers.length - shown,
    candidates: draft.candidates,
    few:
      draft.candidates < draft.minimum
        ? say(words, 'draft.few', { count: draft.candidates, minimum: draft.minimum })
        : null,
    preheader: shorten(say(words, 'draft.preheader', { leaves, titles }), 140)
  }
  return { kind: 'draft', subject, html: templates.draft.html(data), text: templates.draft.text(data) }
}

/** "on Tuesday, 24 November 2026 at 08:00 (UTC)" */
function leavesOn({ freezeAt, timeZone }: Draft, words: Words): string {
  const date = longDate(dayIn(freezeAt, timeZone), words)
  return say(words, 'date.when', { date, time: timeOfDay(freezeAt, timeZone, words), zone: timeZone })
}
