import type { Config } from '../platform/config.ts'
import { dkimSigner, type SignMail } from './dkim.ts'
import { type Identity, identityOf } from './identity.ts'
import { field } from './message-headers.ts'
import { relayProfiles } from './relay-profiles.ts'
import { type MailName, verpWriter } from './verp.ts'

/** How mails leave this installation: as its settings say, and as far as its relay lets them. */
export interface Outgoing {
  identity: Identity
  /** Fields for the relay alone; not signed. */
  relayFields: string
  sign: SignMail | undefined
  /** The envelope sender: with BOUNCE_DOMAIN each mail's own, the same at every try. */
  envelopeSender(mail: MailName): string
}

// All that a reader or a mail provider acts upon. Gmail reads Feedback-ID only where it is signed, RFC 8058
// section 4 wants both fields of the unsubscription to be.
const signedFields = [
  'from',
  'to',
  'subject',
  'date',
  'message-id',
  'reply-to',
  'mime-version',
  'content-type',
  'auto-submitted',
  'feedback-id',
  'list-id',
  'list-help',
  'list-archive',
  'list-unsubscribe',
  'list-unsubscribe-post'
]

export function outgoingOf(config: Config): Outgoing {
  const { dkim, bounceDomain, secretKeys, mailFrom } = config
  const profile = relayProfiles[config.relayProfile]
  const names = signedFields.filter((name) => !profile.rewrites.includes(name))
  return {
    identity: identityOf(config),
    relayFields: profile.wants.map(([name, value]) => field(name, value)).join(''),
    sign: dkim === undefined || !profile.signs ? undefined : dkimSigner(dkim, names),
    envelopeSender: bounceDomain === undefined || !profile.verp ? () => mailFrom : verpWriter(secretKeys, bounceDomain)
  }
}
