import { longDate, shortTitle } from './digest-headline.ts'
import { viewPaper } from './digest-paper.ts'
import type { Identity } from './identity.ts'
import { plainText, shorten } from './message-plain.ts'
import type { RenderedNotice } from './notice.ts'
import type { Templates } from './templates.ts'
import { frameData } from './templates-frame.ts'

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
  const views = draft.papers.slice(0, shown).map(({ title, url, reason, score }) => {
    const view = viewPaper({ title, authors: [], summary: undefined, reason, topics: [], links: { paper: url } })
    return { title: view.title, url: view.url, reason: view.reason, score: plainText(score, 300) }
  })
  const [top] = draft.papers
  const leaves = leavesOn(draft)
  const data = {
    ...frameData(identity),
    date: longDate(draft.day),
    draftUrl: draft.draftUrl,
    leaves,
    heldBy: draft.heldBy === undefined ? null : plainText(draft.heldBy, 100),
    papers: views,
    title: top === undefined ? null : shortTitle(plainText(top.title, 300)),
    others: draft.papers.length - 1,
    shown: draft.papers.length,
    more: draft.papers.length - shown,
    candidates: draft.candidates.toLocaleString('en-US'),
    minimum: draft.candidates < draft.minimum ? String(draft.minimum) : null,
    preheader: shorten(`Leaves ${leaves}. ${views.map(({ title }) => title).join(' · ')}`, 140)
  }
  const subject = plainText(templates.draft.subject(data), 150)
  return {
    kind: 'draft',
    subject,
    html: templates.draft.html({ ...data, subject }),
    text: templates.draft.text({ ...data, subject })
  }
}

/** "on Tuesday, 24 November 2026 at 08:00 (UTC)" */
function leavesOn({ freezeAt, timeZone }: Draft): string {
  // Canadian English writes a date as ISO 8601 does.
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(freezeAt)
  const time = new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return `on ${longDate(day)} at ${time.format(freezeAt)} (${timeZone})`
}
