import { expect, test } from 'vitest'
import { budgetNetwork } from '../services/api/client-network.ts'
import { Linked } from '../services/api/pages/linked-text.tsx'
import { readDay } from '../services/api/read-day.ts'
import { safeUrl } from '../services/mail/digest-links.ts'
import { plainText, shorten } from '../services/mail/message-plain.ts'
import { redactReply } from '../services/mail/replies/redact-reply.ts'
import { relayIdOf } from '../services/mail/replies/relay-id.ts'
import { readVerp } from '../services/mail/verp.ts'
import { allowedLink } from '../services/papers/allowed-link.ts'
import { parseArxivId } from '../services/papers/arxiv-id.ts'
import { parseJsonPapers } from '../services/papers/json-papers.ts'
import { parseSavedPage } from '../services/papers/saved-page.ts'
import { cleanQuestion, termsOf } from '../services/papers/search-query.ts'
import { writtenDay } from '../services/papers/sources/arxiv/announcement-day.ts'
import { readAuthors } from '../services/papers/sources/arxiv/author-list.ts'
import { decodeEntities } from '../services/papers/sources/arxiv/xml-entities.ts'
import { saysWithdrawn } from '../services/papers/sources/withdrawal.ts'
import { chooseSentences } from '../services/papers/summaries/choose-sentences.ts'
import { titleKey } from '../services/papers/title-key.ts'
import { topicsOf } from '../services/papers/topics.ts'
import { AppError } from '../services/platform/errors.ts'
import { type Keys, readDraftToken, readFormStamp, readSubscriberToken } from '../services/platform/tokens.ts'
import { canonicalKey, maskAddress, parseAddress } from '../services/subscribers/address.ts'
import { growsFaster } from './support/growth.ts'

const keys: Keys = ['k'.repeat(32)]
const now = new Date('2026-11-24T12:00:00Z')

/** What reads text of people, papers, relays and programs; cleanText and classifyReply have tests of their own. */
const readers: Record<string, (text: string) => unknown> = {
  'an address that is signed up': parseAddress,
  'an address that is shown': maskAddress,
  'an address that is counted': canonicalKey,
  'the address of a client': budgetNetwork,
  'a day in a path': (text) => readDay({ local: true }, text),
  'a token of a mail': (text) => readSubscriberToken(keys, 'unsubscribe', text),
  'a token of a draft': (text) => readDraftToken(keys, text, now),
  'the stamp of a form': (text) => readFormStamp(keys, text),
  'a bounce': (text) => readVerp(keys, `b+${text}@example.org`),
  'a question': cleanQuestion,
  'terms of a question': termsOf,
  'a reply as it is kept': (text) => redactReply(text, 'ada.example@example.org'),
  'a reply about a mailbox of the same characters': (text) => redactReply(text, `${text.slice(0, 60)}@example.org`),
  'a reply to a mail that was taken': (text) => relayIdOf(`250 2.0.0 ${text}`),
  'a saved page': (text) => parseSavedPage(`Aug 19\n\n${text}`),
  'a file of papers': parseJsonPapers,
  'an id of arXiv': parseArxivId,
  'authors of arXiv': readAuthors,
  'a date of arXiv': writtenDay,
  'entities of XML': decodeEntities,
  'what may say that a paper was withdrawn': (text) => saysWithdrawn({ abstract: text, comment: text }),
  'a title that is compared': titleKey,
  'topics of a paper': (text) => topicsOf({ title: text, abstract: text }),
  'sentences of an abstract': (text) => chooseSentences({ title: 'A title', abstract: text }),
  'a link of a paper': (text) => allowedLink(`https://example.org/${text}`),
  'a link of a mail': (text) => safeUrl(`https://example.org/${text}`),
  'a text with links on a page': (text) => Linked({ text: `https://example.org/${text}` }),
  'a line of a mail': plainText,
  'a text that is cut': (text) => shorten(text, 5000)
}

const pieces = [
  'a',
  ' ',
  '\t ',
  '\r\n',
  '\\',
  '$',
  '{',
  '}',
  '{[(',
  ')]}',
  '<',
  '<<>',
  '0',
  '.',
  '. ',
  '.)',
  '!',
  ',',
  '@'
]
const more = [
  'a@',
  '@a.',
  '+',
  '%',
  '/',
  '//',
  '-',
  '&',
  '&#1',
  '_',
  "'",
  '"',
  ' and ',
  'a ',
  '\u0301',
  '\u200B',
  '。',
  '\uD800'
]

test.each(Object.entries(readers))('100 KB of anything repeated take their share of time only: %s', (_what, reader) => {
  const slow = [...pieces, ...more].flatMap((piece) =>
    ['', '\u0001']
      .filter((ending) =>
        growsFaster(100_000, (length) => {
          const text = piece.repeat(Math.ceil(length / piece.length)) + ending
          return () => void attempted(reader, text)
        })
      )
      .map((ending) => piece + ending)
  )
  expect(slow).toEqual([])
})

/** Most of it is refused, which is as good. */
function attempted(reader: (text: string) => unknown, text: string): unknown {
  try {
    return reader(text)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}
