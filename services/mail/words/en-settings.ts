/** What subscribers are told of their settings and of what is kept about them. */
export const ofSettings = {
  'preferences.kicker': 'Your subscription',
  'preferences.daily': 'One mail a day',
  'preferences.paused': 'Paused',
  'preferences.none': 'Not subscribed',
  'preferences.goes': '{site} goes to {address} on every day that has enough new papers, at {time} ({zone}).',
  'preferences.waits':
    'No edition of {site} goes to {address} until you resume. The days between are in the {archive}.',
  'preferences.archive': 'archive',
  'preferences.pause': 'Pause',
  'preferences.resume': 'Resume',
  'preferences.goesNot': 'No edition of {site} goes to {address}.',
  'preferences.data': 'Your data, or another address',
  'preferences.dataNote': {
    one: 'To have the mails sent to another address, to get a copy of what is kept about you, or to have it erased, you need a fresh link. It is mailed to {address} and to nobody else, because mails like the one you come from get forwarded. It works once, within {count} minute.',
    other:
      'To have the mails sent to another address, to get a copy of what is kept about you, or to have it erased, you need a fresh link. It is mailed to {address} and to nobody else, because mails like the one you come from get forwarded. It works once, within {count} minutes.'
  },
  'preferences.mailLink': 'Mail me the link',

  'account.kicker': 'Your account',
  'account.look': 'Look into your mailbox',
  'account.linkSent': {
    one: 'If {address} may be written to, a mail with the link is on its way to it. The link works once, within {count} minute.',
    other:
      'If {address} may be written to, a mail with the link is on its way to it. The link works once, within {count} minutes.'
  },
  'account.seldom': 'Only one such mail is sent in five minutes, and five a day.',
  'account.heading': 'What is kept about you',
  'account.about':
    'This page is about {address}. Its link works for one of these, once; for another, ask for a fresh one.',
  'account.copy': 'A copy',
  'account.copyNote': 'Everything that is kept about you, in one file: your consent, your requests, and every mail.',
  'account.download': 'Download the copy',
  'account.erase': 'Erase everything',
  'account.eraseNote':
    'The subscription ends, and your address and all that goes with it are deleted for good. A code that nobody can turn back into the address stays, so that no list brings it back. You can always subscribe again.',
  'account.sure': 'Yes, erase it for good',
  'account.move': 'Another address',
  'account.moveNote':
    'A mail goes to the new address, with a button to press. From then on the papers go there, and everything else stays as it was.',
  'account.newEmail': 'The new email address',
  'account.ask': 'Ask the new address',
  'account.lookNew': 'Look into the new mailbox',
  'account.moveAsked':
    'If the new address can take over, a mail is on its way to it. Press the button in it within two days. Until then everything stays as it is.',
  'account.moveKnown':
    'An address that was subscribed here before gets no such mail: subscribe it on the front page, and unsubscribe the old one.',
  'account.done': 'Done',
  'account.erased': 'Everything is erased',
  'account.erasedNote': 'The subscription has ended and your address is deleted. No mail follows.',
  'account.backups': 'Backups that the operator made before keep a copy until they are replaced.',

  'privacy.title': 'Privacy',
  'privacy.description': 'What {site} keeps about its readers, why, and for how long.',
  'privacy.heading': 'What we keep about you',
  'privacy.lead':
    'Reading the pages leaves nothing behind but a count: no cookie, no tracker, nothing loaded from anywhere else, no address in a log. Mails carry no pixel, and their links lead straight to the papers: nobody sees whether you open or click. Of those who subscribe we keep this:',
  'privacy.others': 'Who else sees it',
  'privacy.nobody': 'Nobody: this installation runs on one machine, and no mail leaves it.',
  'privacy.mailServer':
    "Your address and the mails to you pass through the mail server that {operator} sends with, and through your own provider's. Nobody else gets anything.",
  'privacy.operator': 'the operator',
  'privacy.rights': 'What you can do',
  'privacy.links':
    'Every mail ends with two links. {unsubscribe} ends the mails at once. {preferences} has a fresh link mailed to you, by which you get all of the above as a file, move to another address, or have everything erased at once; then only the keyed hash stays.',
  'privacy.backups': 'Backups that the operator makes hold what was kept when they were made.',
  'privacy.contact':
    'Questions and complaints go to {operator}: {contact}. You may also turn to the data protection authority where you live.',

  'kept.untilErased': 'Until you have it erased.',
  'kept.address': 'Your email address, whether you are subscribed, and since when',
  'kept.addressWhy': 'To send you the mail you asked for, and to send nothing to those who left.',
  'kept.addressTime': {
    one: 'Until you have it erased. An address that was never confirmed is deleted after {count} day.',
    other: 'Until you have it erased. An address that was never confirmed is deleted after {count} days.'
  },
  'kept.signUp': 'A sign-up, with the address, the shortened network it came from and a keyed hash of that network',
  'kept.signUpWhy':
    'So that signing up answers everybody alike, whether subscribed or not; what follows is decided a moment later.',
  'kept.signUpTime': 'Until it is decided, which takes seconds.',
  'kept.consent':
    'Your consent: the words you agreed to, when, from which network (shortened: the last part of the IP address is cut off), and when you confirmed',
  'kept.consentWhy': 'The law asks us to be able to show it (GDPR, Art. 7(1)).',
  'kept.consentTime': {
    one: 'Until you have it erased. One that was never confirmed is deleted after {count} day.',
    other: 'Until you have it erased. One that was never confirmed is deleted after {count} days.'
  },
  'kept.requests':
    'Requests to confirm and links to your account: when they were asked for and used. Of the links only a hash',
  'kept.requestsWhy': 'So that each link works for whom it was mailed to, and for a short time only.',
  'kept.requestsTime': { one: '{count} day.', other: '{count} days.' },
  'kept.marks': 'Keyed hashes of addresses, networks and mail domains, with the moments of sign-ups',
  'kept.marksWhy': 'So that nobody can have mail sent to you again and again, nor guess a code.',
  'kept.marksTime': {
    one: 'As long as each counts: minutes for a code, {count} day at most.',
    other: 'As long as each counts: minutes for a code, {count} days at most.'
  },
  'kept.editions':
    'Which editions were sent to you, which papers you were sent, when, and what the mail server answered',
  'kept.editionsWhy': 'So that you get each edition once, and so that it can be found out why one did not come.',
  'kept.editionsTime': {
    one: '{count} day after the last mail of its edition; a link to you goes when you are erased.',
    other: '{count} days after the last mail of its edition; a link to you goes when you are erased.'
  },
  'kept.mails': 'Other mails to you, such as the confirmation: when they were sent, and what the mail server answered',
  'kept.mailsWhy': 'For the same reasons.',
  'kept.mailsTime': {
    one: '{count} day, or until you have it erased.',
    other: '{count} days, or until you have it erased.'
  },
  'kept.bounces': 'How many mails in a row did not reach you',
  'kept.bouncesWhy': 'To stop writing to mailboxes that are gone.',
  'kept.bouncesTime': 'Until a mail reaches you again.',
  'kept.erasure': 'After an erasure: a keyed hash from which your address cannot be read',
  'kept.erasureWhy': 'So that you are not mailed again, whatever list is imported later.',
  'kept.erasureTime': 'Until you confirm a new subscription.',
  'kept.inbox': 'The mails themselves, in the built-in inbox of this machine',
  'kept.inboxWhy': 'In local mode they go nowhere else.'
} as const
