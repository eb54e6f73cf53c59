import { chosenBlocks } from '../editions/chosen-blocks.ts'
import { renderAlarm } from '../mail/alarm.ts'
import { compileDigest } from '../mail/digest.ts'
import { renderDraft } from '../mail/draft.ts'
import type { Identity } from '../mail/identity.ts'
import { type Notice, type RenderedNotice, renderNotice } from '../mail/notice.ts'
import { decodeSegments, encodeSegment, type SlotName } from '../mail/slots.ts'
import type { Templates } from '../mail/templates.ts'
import { sayWhen, shortDate } from '../mail/words/dates.ts'
import { say } from '../mail/words/words.ts'
import { sampleCandidates } from '../papers/candidates.ts'

export interface PreviewedMail {
  /** Of its folder in templates/, and of its variant. */
  name: string
  subject: string
  html: string
  text: string
}

const at = new Date('2026-08-20T08:00:00Z')
const shown = 20

/** Every mail there is, with the sample's papers and links that lead nowhere. */
export function everyMail(templates: Templates, identity: Identity): PreviewedMail[] {
  const { words } = templates
  const again = (mail: string) => say(words, 'preview.again', { mail })
  const link = (name: string) => `${identity.baseUrl}/${name}/preview`
  const slots: Record<SlotName, string> = { unsubscribe: link('unsubscribe'), preferences: link('preferences') }
  const confirm = { confirmUrl: link('confirm'), notMeUrl: link('not-me') }
  const notices: Record<string, Notice> = {
    confirmation: { kind: 'confirmation', ...confirm, code: '123456' },
    [again('confirmation')]: { kind: 'reminder', ...confirm },
    'already-subscribed': { kind: 'already_subscribed' },
    account: { kind: 'account', accountUrl: link('account'), minutes: 30 },
    welcome: { kind: 'welcome', firstEdition: undefined, alreadyReceived: false },
    [again('welcome')]: { kind: 'welcome', firstEdition: sayWhen(at, 'UTC', words), alreadyReceived: true }
  }
  const filled = (name: string, { subject, html, text }: RenderedNotice) => ({
    name,
    subject,
    html: decodeSegments([encodeSegment(html)], slots),
    text: decodeSegments([encodeSegment(text)], slots)
  })
  return [
    digest(templates, identity, slots),
    ...Object.entries(notices).map(([name, notice]) => filled(name, renderNotice(templates, identity, notice))),
    filled('draft', draft(templates, identity, link('draft'))),
    filled(
      'alarm',
      renderAlarm(templates, identity, {
        kind: 'preview',
        text: say(words, 'preview.alarm'),
        raisedAt: at,
        timeZone: 'UTC'
      })
    )
  ]
}

function digest(templates: Templates, identity: Identity, slots: Record<SlotName, string>): PreviewedMail {
  const papers = sampleCandidates(templates.words).map(({ mail }, index) => ({
    ...mail,
    stars: mail.links.code === undefined ? undefined : (index + 3) ** 4,
    machineSummaryUrl: index % 4 === 1 ? mail.links.paper : undefined,
    links: { ...mail.links, discussion: mail.links.paper }
  }))
  const { words } = templates
  const date = shortDate('2026-08-14', words)
  const risen = { kind: 'late_riser' as const, reason: say(words, 'reason.lateRiser', { count: 84, earlier: 6, date }) }
  const extras = [risen, risen, { kind: 'correction' as const, reason: say(words, 'reason.withdrawn', { date }) }]
  const compiled = compileDigest(templates, identity, {
    day: undefined,
    papers,
    selected: shown,
    candidates: papers.length,
    note: undefined,
    credit: undefined,
    extras: extras.flatMap(({ kind, reason }, index) =>
      papers.slice(shown + index, shown + index + 1).map((paper) => ({ kind, paper: { ...paper, reason } }))
    )
  })
  const blocks = chosenBlocks(compiled, (bit) => bit < shown || bit >= papers.length)
  return {
    name: 'digest',
    subject: compiled.subject,
    html: decodeSegments([compiled.htmlHead, ...blocks.html, compiled.htmlTail], slots),
    text: decodeSegments([compiled.textHead, ...blocks.text, compiled.textTail], slots)
  }
}

function draft(templates: Templates, identity: Identity, draftUrl: string): RenderedNotice {
  const papers = sampleCandidates(templates.words)
    .slice(0, shown)
    .map(({ mail: { title, reason, links } }, index) => ({
      title,
      reason,
      url: links.paper,
      score: say(templates.words, 'score.line', { sum: (4 - index / 10).toFixed(1), id: String(index + 1) })
    }))
  return renderDraft(templates, identity, {
    day: at.toISOString().slice(0, 10),
    freezeAt: at,
    timeZone: 'UTC',
    heldBy: undefined,
    papers,
    candidates: 72,
    minimum: 5,
    draftUrl
  })
}
