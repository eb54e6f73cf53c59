import { ofPages } from './en-pages.ts'
import { ofPapers } from './en-papers.ts'

/** Everything that people are told, in English: what mails say here, what pages say in en-pages.ts. */
export const english = {
  language: 'en',
  locale: 'en-US',
  direction: 'ltr',
  messages: {
    'masthead.by': 'by {curator}',
    'masthead.draft': '{site}: draft for the curator',
    'masthead.alarm': '{site}: alarm for the operator',

    'footer.why': 'You get this mail because you subscribed to {site}.',
    'footer.preferences': 'Preferences',
    'footer.unsubscribe': 'Unsubscribe',
    'footer.forwarded': 'Forwarded to you?',
    'footer.subscribe': 'Subscribe here',
    'footer.arxiv': 'Thank you to arXiv for use of its open access interoperability.',

    'digest.sample': 'Sample edition',
    'digest.sampleNote':
      'This is a sample, to show what an edition looks like: the papers are real, but they are not the trending list of a day.',
    'digest.papers': { one: '{count} paper', other: '{count} papers' },
    'digest.candidates': { one: '{papers} from {count} candidate', other: '{papers} from {count} candidates' },
    'digest.read': 'Read online',
    'digest.brief': 'In brief',
    'digest.titles': 'Also today',
    'digest.lateRisers': 'You may have missed',
    'digest.lateRisersNote': 'Listed earlier, and risen since.',
    'digest.corrections': 'Corrections',
    'digest.withdrawn': 'Withdrawn by its authors since this was sent.',
    'digest.untitled': 'Untitled',
    'digest.subject': '{title} + {more} more',
    'digest.subjectSample': 'Sample edition: {subject}',
    'digest.subjectDated': '{subject} ({date})',

    'date.when': 'on {date} at {time} ({zone})',
    'date.moment': '{day}, {time}',
    'date.atUtc': '{time} UTC on {day}',

    ...ofPapers,

    'confirmation.subject': 'Please confirm your subscription to {site}',
    'confirmation.preheader': 'Confirm it, and the day’s trending research papers come to your inbox.',
    'confirmation.title': 'Please confirm your subscription',
    'confirmation.who':
      'This address was entered at {host} to get the day’s trending research papers by mail. If that was you, confirm it on the page that this button opens.',
    'confirmation.whoText':
      'This address was entered at {host} to get the day’s trending research papers by mail. If that was you, open this page and press its button:',
    'confirmation.button': 'Confirm subscription',
    'confirmation.hours': 'The link works for 48 hours.',
    'confirmation.code': 'Or type this code into the page that you left open, within 15 minutes:',
    'confirmation.notYou':
      'If it was not you, ignore this mail: unless you confirm, you get no editions, and at most one reminder.',
    'confirmation.notMe': 'This was not me: never write to me',

    'reminder.subject': 'Reminder: please confirm your subscription to {site}',
    'reminder.title': 'Your subscription still waits for you',
    'reminder.who':
      'A day ago this address was entered at {host} to get the day’s trending research papers by mail. It begins when you confirm.',
    'reminder.whoText':
      'A day ago this address was entered at {host} to get the day’s trending research papers by mail. It begins when you open this page and press its button:',
    'reminder.hours': 'The link works until 48 hours after that. This is the only reminder.',
    'reminder.notYou': 'If it was not you, ignore this mail: unless you confirm, nothing more is sent to you.',

    'already.subject': 'You are subscribed to {site} already',
    'already.preheader': 'Somebody entered your address again. Nothing has changed.',
    'already.title': 'You are subscribed already',
    'already.what':
      'This address was entered at {host} to get the day’s trending research papers by mail. It gets them already, so nothing has changed.',
    'already.missing': 'Are mails missing? Look among the junk mail. The newest papers are also on the web:',
    'already.notYou': 'If it was not you, there is nothing to do. This mail comes at most once a day.',

    'account.subject': 'Your link to your data at {site}',
    'account.preheader': 'It works once, for {minutes} minutes.',
    'account.title': 'Your link',
    'account.what':
      'With this link you can have the mails sent to another address, get a copy of what is kept about you, or have it erased. It was asked for at {host}.',
    'account.minutes': 'It works once, and until {minutes} minutes after it was asked for. Do not pass this mail on.',
    'account.button': 'Open the page',
    'account.notYou': 'If it was not you, ignore this mail: nothing happens without the link.',

    'welcome.subject': 'Welcome to {site}',
    'welcome.confirmed': 'Your subscription is confirmed.',
    'welcome.title': 'Your subscription is confirmed',
    'welcome.received':
      'The newest edition already came to this address, so it is not sent again. It is also on the web:',
    'welcome.web': 'read it there',
    'welcome.first': 'Your first edition comes {when}.',
    'welcome.next': 'Your next edition comes {when}.',
    'welcome.firstSoon': 'Your first edition comes as soon as there is one.',
    'welcome.nextSoon': 'Your next edition comes as soon as there is one.',
    'welcome.what':
      'Every edition has the day’s trending research papers, each with a short summary and links to the paper and its code. One click in any of them ends it.',

    'draft.subject': 'Draft for {date}: {what}',
    'draft.none': 'no papers yet',
    'draft.preheader': 'Leaves {leaves}. {titles}',
    'draft.leaves': 'The edition leaves {leaves}. Until then it can be held.',
    'draft.held': '{curator} holds this edition. It would leave {leaves}; it leaves when it is released.',
    'draft.few': {
      one: 'So far there is {count} candidate. An edition takes {minimum}: with fewer there is no mail, and the papers join the next one.',
      other:
        'So far there are {count} candidates. An edition takes {minimum}: with fewer there is no mail, and the papers join the next one.'
    },
    'draft.open': 'Open or hold it',
    'draft.release': 'Open or release it',
    'draft.ranked': {
      one: 'As ranked now, {shown} of {count} candidate. The list may change until the edition leaves.',
      other: 'As ranked now, {shown} of {count} candidates. The list may change until the edition leaves.'
    },
    'draft.more': 'And {more} more, on the page.',
    'draft.why':
      'You get this mail because this address is the CURATOR_EMAIL of {site}. The page behind the link works without signing in: do not pass this mail on.',

    'alarm.subject': '{site} alarm: {what}',
    'alarm.raised': 'Raised on {date} at {time} ({zone}).',
    'alarm.open': 'See how it is',
    'alarm.why':
      'You get this mail because this address is the ALERT_EMAIL of {site}. Each alarm is mailed once; docs/operations.md says what to do.',

    ...ofPages
  }
} as const
