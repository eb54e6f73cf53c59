/** What readers are told who subscribe, move, look into what is kept about them, or leave. */
export const ofSubscribing = {
  'signUp.heading': 'Get trending papers in your email inbox!',
  'signUp.title': 'Subscribe',
  'signUp.email': 'Your email address',
  'signUp.example': 'you@example.org',
  'signUp.button': 'Subscribe',
  'signUp.trap': 'Leave this empty',
  'signUp.consent': 'Send me one email a day with the trending papers. I can leave with one click at any time.',
  'signUp.step': 'One more step',
  'signUp.look': 'Look into your mailbox',
  'signUp.onItsWay':
    'If this address can be subscribed, a mail is on its way to it. Open it and press its button within two days, or type its code here: only then does the daily digest begin.',
  'signUp.missing':
    'Nothing there after a few minutes? Look among the junk mail, and check the address for typing mistakes. Who is subscribed already gets a mail that says so, at most once a day.',

  'code.label': 'The six digits from the mail',
  'code.button': 'Confirm',
  'code.heading': 'That code did not work',
  'code.wrong':
    'This code does not work. It may be mistyped, older than 15 minutes, or tried too often. The button in the mail works for two days.',

  'confirm.kicker': 'Confirm your subscription',
  'confirm.heading': 'One click, and the papers come to you',
  'confirm.what': 'Subscribe {address} to {site}: one email a day with the trending papers.',
  'confirm.button': 'Confirm the subscription',
  'confirm.notYou': 'It was not you? Then close this page: without the click nothing is sent.',
  'confirm.done': 'Confirmed',
  'confirm.subscribed': 'You are subscribed',
  'confirm.welcome':
    'A welcome is on its way to you, with the newest edition where there is one. After it comes one mail on every day that has enough new papers, at {time} ({zone}).',
  'confirm.end': 'The link at the end of every mail ends the subscription with one click.',
  'confirm.already': 'Already confirmed',
  'confirm.isConfirmed': 'This subscription is confirmed',
  'confirm.nothingLeft': 'There is nothing left to do: the link has done its work.',

  'move.kicker': 'Move your subscription',
  'move.heading': 'Read the papers here from now on?',
  'move.what': 'A subscription to {site} moves to {address}; its old address gets no more mail.',
  'move.button': 'Move it to this address',
  'move.notYou': 'It was not you? Then close this page: without the click nothing moves.',
  'move.done': 'Moved',
  'move.comeHere': 'The papers come to this address now',
  'move.rest': 'Everything else stays as it was. The links in older mails keep working.',

  'link.heading': 'This link does not work',
  'link.why': 'It may have been cut off on its way here, or its time may have run out.',
  'link.subscribe': 'To subscribe, enter your address again: a fresh link comes by mail. It works for two days.',
  'link.unsubscribe': 'To unsubscribe, use the link at the end of any mail from us. Those never expire.',

  'notMe.kicker': 'This was not me',
  'notMe.heading': 'Never write to this address?',
  'notMe.what':
    'Somebody entered {address} at {site}. If it was not you, one click keeps us from ever writing to it again, whoever enters it.',
  'notMe.button': 'Never write to me',
  'notMe.without':
    'Without the click nothing more comes either, unless somebody enters the address again. Only the operator can take it back.',
  'notMe.withoutContact':
    'Without the click nothing more comes either, unless somebody enters the address again. Only the operator can take it back: {contact}.',
  'notMe.done': 'Done',
  'notMe.never': 'We will not write to you again',
  'notMe.deleted': 'No mail goes to {address} any more, and what the sign-up left has been deleted.',
  'notMe.mistake': 'Was that a mistake? Write to {contact}, who can lift it.',

  'unsubscribe.kicker': 'Unsubscribe',
  'unsubscribe.heading': 'Stop the daily mail?',
  'unsubscribe.what': '{site} will no longer be sent to {address}. It takes effect at once.',
  'unsubscribe.button': 'Unsubscribe',
  'unsubscribe.keep': 'Keep the subscription',
  'unsubscribe.noMail': 'No mail goes to this address',
  'unsubscribe.not': '{address} is not subscribed to {site}. There is nothing left to do.',
  'unsubscribe.notIt': 'It is not subscribed to {site}. There is nothing left to do.',
  'unsubscribe.done': 'Unsubscribed',
  'unsubscribe.noMore': 'You will get no more mail',
  'unsubscribe.ended': 'The subscription of {address} has ended. No goodbye mail follows.',
  'unsubscribe.mistake': 'Was that a mistake? For an hour one click brings it back.',
  'unsubscribe.undo': 'Undo: subscribe again',
  'unsubscribe.undone': 'Undone',
  'unsubscribe.again': 'You are subscribed again',
  'unsubscribe.nothingLost': 'Nothing was lost: the next edition comes as it always did.',
  'unsubscribe.tooLate': 'It is too late for undo',
  'unsubscribe.anHour': 'An unsubscription can be taken back for an hour. To come back now, enter your address again.'
} as const
