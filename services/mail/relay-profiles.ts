import type { RelayProfileName } from '../platform/config.ts'

/** What a relay does to the mails that it is given, as far as what we write depends on it. */
export interface RelayProfile {
  /** Whether our own DKIM signature reaches the reader whole; else the relay's is the only one. */
  signs: boolean
  /** Fields that it writes anew, in lower case: signed by us they would break the signature. */
  rewrites: readonly string[]
  /** Whether an envelope sender of our choice is accepted and hears of bounces. */
  verp: boolean
  /** Fields for the relay alone, which it takes out: name and value. */
  wants: readonly (readonly [name: string, value: string])[]
}

/** A relay of one's own, Postfix or Exim: it passes everything on. Also what holds for a cell without a source. */
const generic: RelayProfile = { signs: true, rewrites: [], verp: true, wants: [] }

/**
 * The relays that change mails, each cell with where it is written. Message-ID and Date stay as they are with
 * all others: so says nobody, but nobody says otherwise. Looked up in November 2026.
 */
export const relayProfiles: Readonly<Record<RelayProfileName, RelayProfile>> = {
  generic,

  ses: {
    // Beside the one of amazonses.com, if these are not in it: docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-manual.html
    signs: true,
    // docs.aws.amazon.com/ses/latest/dg/header-fields.html, "Considerations"
    rewrites: ['date', 'message-id', 'return-path'],
    // What the receiver sees is an address of SES; ours hears of bounces by feedback forwarding, and its
    // domain has to be verified: docs.aws.amazon.com/ses/latest/dg/monitor-sending-activity-using-notifications-email.html,
    // www.greenarrowemail.com/docs/greenarrow-engine/Third-Party-Integrations/Amazon-SES
    verp: true,
    wants: []
  },

  postmark: {
    ...generic,
    // It writes Return-Path itself, under one domain for all mails: postmarkapp.com/blog/introducing-full-dmarc-support-with-custom
    verp: false,
    wants: [
      // Without it Message-ID is replaced: Symfony's PostmarkSmtpTransport (symfony/postmark-mailer)
      ['X-PM-KeepID', 'true'],
      // Links that are rewritten for counting clicks break the signature, and nobody is to be counted:
      // postmarkapp.com/developer/user-guide/tracking-links
      ['X-PM-TrackLinks', 'None']
    ]
  },

  sendgrid: {
    ...generic,
    // The envelope sender is SendGrid's, without exception: support.sendgrid.kke.co.jp/hc/ja/articles/360000226322
    verp: false,
    // The Message-ID arrived as it was sent: github.com/anymail/django-anymail/issues/108
    // Links and a picture: github.com/sendgrid/docs, "X-SMTPAPI", filters clicktrack and opentrack
    wants: [['X-SMTPAPI', '{"filters":{"clicktrack":{"settings":{"enable":0}},"opentrack":{"settings":{"enable":0}}}}']]
  },

  mailgun: {
    ...generic,
    // The Message-ID arrived as it was sent: github.com/mailgun/mailgun.js/issues/394
    // Links and a picture: documentation.mailgun.com, "Sending via SMTP"
    wants: [['X-Mailgun-Track', 'no']]
  },

  gmail: {
    // From becomes the account's address where it is none of its aliases, and without From there is no
    // signature; Google puts its own: github.com/decke/smtprelay/issues/147, github.com/gophish/gophish/issues/1311
    signs: false,
    rewrites: ['from'],
    // MAIL FROM has to be of a domain of the account: knowledgebase.bison.co.in/view_article.php?id=710
    verp: false,
    wants: []
  }
}
