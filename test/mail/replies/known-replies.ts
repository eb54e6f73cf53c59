import type { ReplyClass } from '../../../services/mail/replies/reply-class.ts'

/** Who says it, what is said, on the first contact or later where that matters. Hosts, names and ids are invented. */
type Said = [who: string, reply: string, contact?: 'first' | 'later']

/** Replies to RCPT, DATA or the final dot, as relays and receivers word them, by what they mean. */
export const knownReplies: Record<ReplyClass | 'accepted', Said[]> = {
  accepted: [
    ['Postfix', '250 2.0.0 Ok: queued as 4XyZ1a2b3c'],
    ['Exim', '250 OK id=1rAbCd-0001Ef-2G'],
    ['Amazon SES', '250 Ok 0100018b5c3c0a4f-1b2c3d4e-000000'],
    ['a bare one', '250']
  ],
  address: [
    [
      'Gmail',
      '550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking the recipient. - gsmtp'
    ],
    [
      'Exchange Online',
      '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient <address> not found by SMTP address lookup'
    ],
    [
      'Exchange Online',
      '550 5.4.1 Recipient address rejected: Access denied. [AM6EUR05FT000.eop-eur05.prod.protection.outlook.com]'
    ],
    ['Exchange', '550 5.1.1 User unknown'],
    ['Outlook.com', '550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).'],
    ['Postfix', '550 5.1.1 <address>: Recipient address rejected: User unknown in virtual mailbox table'],
    ['Postfix', '550 5.1.1 <address>: Recipient address rejected: User unknown in local recipient table'],
    [
      'Postfix without codes',
      '550 <address>: Recipient address rejected: undeliverable address: host mx.example.org said: no'
    ],
    ['Postfix', '550 5.1.2 <address>: Recipient address rejected: Domain not found'],
    ['Exim', '550 Unrouteable address'],
    ['Exim', '550 No Such User Here'],
    ['Exim', '550-Verification failed for <address> 550 No such person at this address.'],
    ['Sendmail', '550 5.1.1 <address>... User unknown'],
    ['Sendmail', '553 5.1.3 <address>... Invalid route address'],
    ['Sendmail, old', '553 5.3.0 <address>... No such user here'],
    ['qmail with chkuser', '550 5.1.1 sorry, no mailbox here by that name (chkuser)'],
    ['qmail', '554 sorry, no mailbox here by that name. (#5.1.1)'],
    ['qmail with validrcptto', '553 sorry, this recipient is not in my validrcptto list'],
    ['Yahoo', "554 delivery error: dd This user doesn't have a yahoo.com account (address) [0] - mta1.example.org"],
    ['Yahoo', '552 1 Requested mail action aborted, mailbox not found'],
    ['iCloud', '550 5.1.1 <address>: user does not exist'],
    [
      'GMX and web.de',
      '550-Requested action not taken: mailbox unavailable 550 For explanation visit https://postmaster.example.org/en/case?c=r0601'
    ],
    ['web.de', '550 Benutzer nicht bekannt/User unknown'],
    ['T-Online', '550 5.1.1 user unknown'],
    ['Freenet', '550 unrouteable address'],
    ['Mimecast', '550 Invalid Recipient - https://community.example.org/docs/DOC-1369#550 [Ab1.eu12]'],
    ['Proofpoint', '550 5.1.1 User Unknown'],
    ['Barracuda', '550 permanent failure for one or more recipients (address:550 No such recipient)'],
    ['Domino', '550 address... User address not listed in Domino Directory'],
    ['AOL', '550 MAILBOX NOT FOUND'],
    ['Comcast', '550 5.1.1 Not our Customer'],
    ['Zoho', '550 5.1.1 User does not exist - <address>'],
    ['Yandex', '550 No such user!'],
    ['Mail.ru', '550 invalid mailbox. Local mailbox <address> is unavailable: user not found'],
    ['Dovecot LMTP', "550 5.1.1 <address> User doesn't exist: anna"],
    ['OpenSMTPD', '550 5.1.1 Invalid recipient: <address>'],
    ['a domain with null MX', '556 5.1.10 Recipient address has null MX'],
    ['RFC 7504', '556 Domain does not accept mail'],
    ['RFC 5321', '551 User not local; please try another path'],
    ['a moved mailbox', '551 5.1.6 The mailbox has moved'],
    ['Lycos', '550 <address>: Recipient address rejected: unknown user'],
    ['Seznam', '550 5.1.1 Requested mail action aborted, mailbox not found']
  ],
  disabled: [
    ['Gmail', '550-5.2.1 The email account that you tried to reach is disabled. - gsmtp'],
    ['Gmail', '550 5.2.1 The email account that you tried to reach is inactive.'],
    ['Yahoo', '554 30 Sorry, your message to <address> cannot be delivered. This mailbox is disabled (554.30).'],
    ['Exchange', '550 5.2.1 Content Filter agent quarantined: mailbox disabled'],
    ['GMX', '550 5.2.1 User is inactive'],
    ['Lycos', '550 <address>: Recipient address rejected: Account Closed'],
    ['cPanel', '550 "The mail server detected that the account is suspended"'],
    ['a host', '550 Account disabled'],
    ['a host', '554 mailbox inactive']
  ],
  full: [
    [
      'Gmail',
      "452-4.2.2 The recipient's inbox is out of storage space. Please direct the recipient to 452 4.2.2 https://support.example.org/mail?p=OverQuotaTemp - gsmtp"
    ],
    ['Gmail', "552-5.2.2 The recipient's inbox is out of storage space and inactive. - gsmtp"],
    ['Exchange', '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException'],
    ['Exchange', '550 5.2.2 STOREDRV.Deliver; mailbox full'],
    ['Postfix with Dovecot', '552 5.2.2 <address> Quota exceeded (mailbox for user is full)'],
    ['Postfix with Dovecot, waiting', '452 4.2.2 <address> Quota exceeded (mailbox for user is full)'],
    ['Exim', '552 Mailbox quota exceeded'],
    ['cPanel', '452 Account over quota'],
    ['iCloud', '552 5.2.2 <address>: user is over quota'],
    ['iCloud, waiting', '450 4.2.2 <address>: user is overquota'],
    ['Yahoo', '552 1 Requested mail action aborted: exceeded storage allocation'],
    ['GMX', '552-Requested mail action aborted: exceeded storage allocation 552 Quota exceeded.'],
    ['web.de', '550 Benutzer hat das Speichervolumen ueberschritten. / User has exceeded allowed storage space.'],
    ['T-Online', '552 5.2.2 Over STORAGE quota'],
    ['a host', '422 4.2.2 Quota limit exceeded'],
    ['RFC 5321', '452 Requested action not taken: insufficient system storage'],
    ['RFC 3463', '452 4.3.1 Out of memory'],
    ['a host', '550 mailbox is full'],
    ['Sendmail', '552 5.2.2 <address>... Mailbox full'],
    ['Mailenable', '550 Recipient mailbox full']
  ],
  greylist: [
    [
      'Postgrey',
      '450 4.2.0 <address>: Recipient address rejected: Greylisted, see http://postgrey.example.org/help/example.org.html'
    ],
    [
      'Postgrey, too early',
      '450 4.2.0 <address>: Recipient address rejected: Greylisted, try again in 42 seconds',
      'later'
    ],
    ['milter-greylist', '451 4.7.1 Greylisting in action, please come back in 00:05:00'],
    ['a plain 4.7.1', '451 4.7.1 Please try again', 'first'],
    ['iCloud', '451 4.7.1 Service unavailable - try again later', 'first'],
    [
      'Mimecast',
      '451 Internal resource temporarily unavailable - https://community.example.org/docs/DOC-1369#451',
      'first'
    ],
    ['Exim', '451 Temporary local problem - please try later', 'first'],
    ['rspamd', '451 4.7.1 Try again later', 'first'],
    ['qmail with greylisting', '451 temporarily deferred', 'first'],
    ['a British host', '451 GREYLISTED for 300 seconds'],
    ['a graylister', '450 Graylisted - come back in 5 minutes']
  ],
  rate: [
    [
      'Gmail',
      '421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your SPF domain. - gsmtp'
    ],
    [
      'Gmail',
      '421-4.7.0 [192.0.2.1 15] Our system has detected an unusual rate of unsolicited mail originating from your IP address.'
    ],
    ['Gmail', '421 4.7.0 Try again later, closing connection.'],
    ['Gmail', '450-4.2.1 The user you are trying to contact is receiving mail too quickly. - gsmtp'],
    [
      'Gmail',
      '450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered.'
    ],
    [
      'Gmail, permanently',
      '550-5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered.'
    ],
    ['Gmail', '452 4.5.3 Your message has too many recipients. - gsmtp'],
    [
      'Yahoo',
      '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.example.org/421'
    ],
    ['Yahoo', '421 4.7.1 [TS03] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed.'],
    ['Yahoo', '450 User is receiving mail too quickly'],
    ['Yahoo', '421 Max message per connection reached, closing transmission channel'],
    [
      'Outlook.com',
      '451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation. (S775)'
    ],
    ['Outlook.com', '421 4.7.651 The mail server [192.0.2.1] has exceeded the maximum number of connections.'],
    ['Exchange Online', '451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77714)'],
    ['iCloud', '421 4.7.1 Messages to <address> deferred due to excessive volume. Too many in a row.'],
    ['GMX', '421 Rate limit reached. Please try again later'],
    ['SendGrid, of a receiver', '450 too frequent connects from 192.0.2.1, please try again later.'],
    ['SendGrid', '452 Too many recipients received this hour (throttled)'],
    [
      'Postfix policyd',
      '450 4.7.1 <address>: Recipient address rejected: Throttling too many messages from new source'
    ],
    ['a plain 4.7.1', '450 4.7.1 Not now', 'later'],
    ['rspamd', '451 4.7.1 Try again later', 'later'],
    ['Comcast', '421 4.7.0 resimta.example.org Too many sessions opened'],
    ['a host', '554 Too many messages for this session']
  ],
  policy: [
    ['Exchange Online, of us', '550 5.4.1 Recipient address rejected: Access denied (#5.7.1)'],
    ['Gmail', '550-5.7.26 Your email has been blocked because the sender is unauthenticated. - gsmtp'],
    [
      'Gmail, waiting',
      '421-4.7.26 This mail has been rate limited because it is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM. - gsmtp'
    ],
    ['Gmail, waiting', '421 4.7.32 Messages without an aligned From: header are held. - gsmtp'],
    ['Gmail', '550-5.7.1 [192.0.2.1 12] Our system has detected that this message is likely unsolicited mail. - gsmtp'],
    ['Gmail', '421 4.7.0 IP not in whitelist for RCPT domain, blocked for now.'],
    [
      'Outlook.com',
      "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Part of their network is on our block list (S3150)."
    ],
    [
      'Outlook.com',
      '550 5.7.515 Access denied, sending domain EXAMPLE.ORG does not meet the required authentication level.'
    ],
    ['Exchange Online', '550 5.7.509 Access denied, sending domain example.org does not pass DMARC verification'],
    ['Exchange Online', '550 5.7.606 Access denied, banned sending IP [192.0.2.1].'],
    ['Exchange', '550 5.7.1 Message rejected as spam by Content Filtering.'],
    [
      'Exchange, who may write to whom',
      '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication of the sender'
    ],
    ['Yahoo', '554 5.7.9 Message not accepted for policy reasons. See https://postmaster.example.org/error-codes'],
    ['Yahoo', "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list"],
    ['iCloud', '550 5.7.1 [CS01] Message rejected due to local policy.'],
    ['iCloud, Hide My Email switched off', '550 5.7.1 Relay not permitted for user.'],
    ['iCloud', '550 5.7.1 Your message was rejected due to example.org DMARC policy.'],
    [
      'GMX',
      '554-Transaction failed 554-Reject due to policy restrictions. 554 For explanation visit https://postmaster.example.org/en/case'
    ],
    ['GMX, waiting', '450 Reject due to policy violations.', 'later'],
    [
      'GMX',
      '550 <address>: Reject due to SPF policy. The originating IP of the message is not permitted by the domain owner'
    ],
    ['Mimecast', '554 Email rejected due to security policies - https://community.example.org/docs/DOC-1369#554'],
    ['Mimecast', '550 Administrative prohibition - envelope blocked'],
    ['Proofpoint', '554 5.7.0 Blocked - see https://ipcheck.example.org/?ip=192.0.2.1'],
    ['Proofpoint Essentials', '550 5.7.1 Delivery not authorized, message refused'],
    ['Barracuda', '554 Service unavailable; Client host [192.0.2.1] blocked using Barracuda Reputation'],
    [
      'Postfix with a DNSBL',
      '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.example'
    ],
    ['SpamAssassin milter', '550 5.7.1 Blocked by SpamAssassin'],
    ['Exim', '550 Administrative prohibition'],
    ['Exim', '550 This message was classified as SPAM and may not be delivered'],
    ['Exim', '550 Sender verify failed'],
    ['cPanel', '550 "JunkMail rejected - mail.example.org [192.0.2.1] is in an RBL"'],
    ['Comcast', '554 5.7.1 Your mail could not be delivered: [192.0.2.1] is on the blocklist'],
    ['Cox', '550 5.1.0 192.0.2.1 sender rejected. Refer to AUP#SNDR'],
    ['ClamAV', '550 5.7.1 virus Eicar-Test-Signature detected'],
    ['Compuserve', '554 Refused. Your reverse DNS entry contains your IP address and a country code.'],
    ['a host', '571 5.7.1 message classified as spam'],
    ['a host that speaks of both', '550 5.7.1 <address>: User unknown, blocked'],
    ['a host that hides the code', '550 Unknown user (see 5.7.1)'],
    ['a host', '554 Message refused'],
    ['Spambrella', '550 5.1.0 sender rejected']
  ],
  message: [
    ['Postfix', '552 5.3.4 Message size exceeds fixed limit'],
    ['Exim', '552 Message size exceeds maximum permitted'],
    ['Gmail', "552-5.3.4 Your message exceeded Google's message size limits. - gsmtp"],
    ['Exchange', '550 5.2.3 RESOLVER.RST.SendSizeLimit.Org; message too large for this recipient'],
    ['Sendmail', '552 5.2.3 Message exceeds maximum fixed size (10000000)'],
    ['a host', '554 message is too big'],
    ['Gmail', '550-5.6.0 Mail contained a malformed header'],
    ['Amavis', '554 5.6.0 Reject, id=00000-00 - BAD_HEADER'],
    ['RFC 6531', '553 5.6.7 Non-ASCII addresses not permitted'],
    ['RFC 5321', '500 Line too long.'],
    ['RFC 5321', '501 Syntax error in parameters or arguments'],
    ['RFC 5321', '502 Command not implemented'],
    ['RFC 5321', '504 Command parameter not implemented'],
    ['RFC 5321', '555 MAIL FROM/RCPT TO parameters not recognized or not implemented'],
    ['Postfix', '500 5.5.2 Error: bad syntax'],
    ['Postfix', '501 5.5.4 Syntax: RCPT TO:<address>'],
    ['Gmail', '555 5.5.2 Syntax error. - gsmtp']
  ],
  sync: [
    ['Postfix', '503 5.5.1 Error: need MAIL command'],
    ['Exchange', '503 5.5.2 Send hello first'],
    ['a reply to another command', '354 End data with <CR><LF>.<CR><LF>'],
    ['a challenge', '334 VXNlcm5hbWU6'],
    ['no reply', ''],
    ['somebody else', 'ok then'],
    ['half a number', '55']
  ],
  relay: [
    ['Postfix', '554 5.7.1 <address>: Relay access denied'],
    ['Postfix, waiting', '454 4.7.1 <address>: Relay access denied'],
    ['Postfix', '554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied'],
    ['Postfix', '450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.1]'],
    ['Postfix', '504 5.5.2 <papers>: Helo command rejected: need fully-qualified hostname'],
    ['Postfix', '550 5.1.8 <daily@example.org>: Sender address rejected: Domain not found'],
    ['Postfix', '553 5.7.1 <daily@example.org>: Sender address rejected: not owned by user papers'],
    ['Sendmail', '550 5.7.1 <address>... Relaying denied. Proper authentication required.'],
    ['Exim', '550 relay not permitted'],
    ['qmail', "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"],
    ['Exchange', '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain'],
    ['Exchange', '550 5.7.1 Unable to relay'],
    ['Exchange Online', '550 5.7.64 TenantAttribution; Relay Access Denied'],
    ['Exchange Online', '530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM'],
    ['Exchange Online', '550 5.7.60 SMTP; Client does not have permissions to send as this sender'],
    ['Exchange Online', '550 5.1.8 Access denied, bad outbound sender. AS(42004)'],
    ['Gmail as a relay', '530-5.7.0 Authentication Required. - gsmtp'],
    ['Gmail as a relay', '530 5.7.0 Must issue a STARTTLS command first. - gsmtp'],
    ['Gmail as a relay', '535-5.7.8 Username and Password not accepted. - gsmtp'],
    ['Gmail as a relay', '534 5.7.9 Application-specific password required. - gsmtp'],
    ['Gmail as a relay', '550 5.4.5 Daily user sending limit exceeded. - gsmtp'],
    ['Gmail as a relay', '550-5.7.1 Invalid credentials for relay [192.0.2.1]. Mail relay denied - gsmtp'],
    ['Gmail as a relay', '450 4.2.1 Peak SMTP relay limit exceeded for customer. This is a temporary error.'],
    [
      'Amazon SES',
      '554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: daily@example.org'
    ],
    [
      'Amazon SES',
      '554 Message rejected: Sending paused for this account. For more information, please check the inbox.'
    ],
    ['Amazon SES', '454 Throttling failure: Daily message quota exceeded.'],
    ['Amazon SES', '454 Throttling failure: Maximum sending rate exceeded.'],
    ['Amazon SES', '421 Too many concurrent SMTP connections'],
    [
      'SendGrid',
      '550 The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.'
    ],
    ['SendGrid', '451 Authentication failed: Maximum credits exceeded'],
    ['Mailgun', '421 Domain example.org is not allowed to send: please update your account'],
    ['Mailgun', '550 5.7.1 Sandbox subdomains are for test purposes only.'],
    ['Dovecot submission', '538 5.7.11 Encryption required for requested authentication mechanism'],
    ['RFC 4954', '454 4.7.0 Temporary authentication failure'],
    ['RFC 5248', '525 5.7.13 User account disabled']
  ],
  temporary: [
    ['Postfix', '450 4.1.2 <address>: Recipient address rejected: Domain not found'],
    ['Postfix', '450 4.1.1 <address>: Recipient address rejected: unverified address: host not asked'],
    ['Postfix', '451 4.3.0 <address>: Temporary lookup failure'],
    ['Postfix', '421 4.3.2 Service shutting down'],
    ['Exchange', '432 4.3.2 STOREDRV.Deliver; recipient threads exceeded'],
    ['Exchange', '452 4.3.0 Queue file is not there'],
    ['Yahoo', '451 4.3.2 Internal server error'],
    ['Gmail', '421 4.4.5 Server busy, try again later. - gsmtp'],
    ['Gmail', '451 4.4.2 Timeout - closing connection. - gsmtp'],
    ['GMX', '451 Requested action aborted: local error in processing'],
    ['Outlook.com', '450 4.4.316 No connection to the next server'],
    ['one that quotes a permanent reply', '450 host mx.example.org said: 550 5.1.1 no such user'],
    ['a 4.2.1 that is not about rate', '450 4.2.1 Mailbox disabled just now'],
    ['RFC 5321', '421 example.org Service not available, closing transmission channel'],
    ['RFC 5321', '455 Server unable to accommodate parameters']
  ],
  other: [
    ['RFC 5321', '554 Transaction failed'],
    ['RFC 5321', '550'],
    ['a loop', '554 5.4.6 Hop count is great'],
    ['Exchange', '554 5.4.14 Hop count exceeded - possible mail loop ATTR34'],
    ['a host', '550 5.3.0 Something went wrong'],
    ['a host', '550 Mailbox temporarily disabled, try again later'],
    ['a host', '553 Requested action not taken'],
    ['an IP address that is no code', '550 5.1.1.20 says no'],
    ['a version that is no code', '554 Transaction failed at MX 5.1.1'],
    ['a host', '521 Host does not accept']
  ]
}
