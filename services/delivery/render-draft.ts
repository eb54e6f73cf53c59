import { renderDraft } from '../mail/draft.ts'
import type { Identity } from '../mail/identity.ts'
import type { RenderedNotice } from '../mail/notice.ts'
import type { Templates } from '../mail/templates.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { signDraftToken } from '../platform/tokens.ts'
import { findDraft } from './drafts.queries.ts'

/** The page of a draft works so long after the freeze: for who comes late to see what became of it. */
const linkMs = 24 * 60 * 60_000

/** The draft of a feed day as it was written down; undefined where there is none. */
export async function renderStoredDraft(
  { db, config, identity, templates }: { db: Db; config: Config; identity: Identity; templates: Templates },
  day: string
): Promise<RenderedNotice | undefined> {
  const draft = await findDraft(db, day)
  if (draft === undefined) return undefined
  const token = signDraftToken(config.secretKeys, { day, expiresAt: new Date(draft.freezeAt.getTime() + linkMs) })
  return renderDraft(templates, identity, {
    ...draft,
    heldBy: draft.heldBy ?? undefined,
    timeZone: config.digestTimezone,
    minimum: config.digestMin,
    draftUrl: `${config.baseUrl}/draft/${token}`
  })
}
