import { createHash } from 'node:crypto'
import type { DigestSegments } from './digest.ts'
import {
  field,
  kindFields,
  listFields,
  type Personal,
  personalFields,
  senderFields,
  unsubscribeFields
} from './message-headers.ts'
import { joinMail, prepareBody } from './message-parts.ts'
import type { RenderedNotice } from './notice.ts'
import type { Outgoing } from './outgoing.ts'
import { encodeSegment, type SlotName } from './slots.ts'

/** What is the same for all readers of an edition. */
export interface DigestFrame
  extends Pick<DigestSegments, 'subject' | 'htmlHead' | 'htmlTail' | 'textHead' | 'textTail' | 'contentHash'> {
  archiveUrl: string
}

/** The blocks of the papers that a reader gets, in the same order in both. */
interface DigestBlocks {
  html: Buffer[]
  text: Buffer[]
}

/** Who writes, and how it is signed. */
export type Author = Pick<Outgoing, 'identity' | 'relayFields' | 'sign'>

/** Where each of a reader's own links leads. */
export type PersonalLinks = Readonly<Record<SlotName, string>>

/** Writes one reader's digest: the bytes to hand to the relay. */
export type JoinDigest = (blocks: DigestBlocks, personal: Personal & { links: PersonalLinks }) => Promise<Buffer>

/**
 * Prepares an edition and returns what writes a reader's mail: a concatenation, so it costs what
 * copying the bytes costs, whatever the templates do, and a signature where mails are signed. The
 * same input is the same bytes.
 */
export function prepareDigest({ identity, relayFields, sign }: Author, frame: DigestFrame): JoinDigest {
  const sender = senderFields(identity, frame.subject)
  const list = relayFields + kindFields(identity, 'digest') + listFields(identity, frame.archiveUrl)
  const body = prepareBody(frame, frame.contentHash)
  return async (blocks, personal) =>
    joinMail(
      {
        fields: sender + personalFields(personal) + list + unsubscribeFields(personal.links.unsubscribe),
        body,
        blocks,
        links: personal.links
      },
      sign
    )
}

const noBlocks: DigestBlocks = { html: [], text: [] }

/** Writes a notice: a list's mail with `links` (welcome), else one that no machine should answer (confirmation). */
export async function buildNotice(
  { identity, relayFields, sign }: Author,
  { kind, subject, html, text }: RenderedNotice,
  personal: Personal & { links: PersonalLinks | undefined }
): Promise<Buffer> {
  const { links } = personal
  const list =
    links === undefined
      ? field('X-Auto-Response-Suppress', 'All')
      : listFields(identity, `${identity.baseUrl}/`) + unsubscribeFields(links.unsubscribe)
  const whole = { textHead: encodeSegment(text), htmlHead: encodeSegment(html) }
  const none = Buffer.alloc(0)
  return joinMail(
    {
      fields:
        senderFields(identity, subject) + personalFields(personal) + relayFields + kindFields(identity, kind) + list,
      body: prepareBody({ ...whole, textTail: none, htmlTail: none }, createHash('sha256').update(html).digest()),
      blocks: noBlocks,
      links
    },
    sign
  )
}
