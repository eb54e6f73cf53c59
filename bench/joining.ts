// Writing one reader's digest out of the segments of a compiled edition, against a bare
// Buffer.concat of as many bytes in the same run, and signing it, against a bare signature.

import { generateKeyPairSync, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { personalLinks } from '../services/delivery/personal-links.ts'
import { selectedBlocks } from '../services/delivery/selection.ts'
import { compileDigest } from '../services/mail/digest.ts'
import { editionUrl } from '../services/mail/identity.ts'
import { prepareDigest } from '../services/mail/message.ts'
import { outgoingOf } from '../services/mail/outgoing.ts'
import { openTemplates } from '../services/mail/templates.ts'
import { samplePapers } from '../services/papers/sample-papers.ts'
import { readConfig } from '../services/platform/config.ts'
import { print, quickestEach } from './measure.ts'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const environment = {
  SECRET_KEY: 'a-secret-of-at-least-thirty-two-characters',
  ADMIN_TOKEN: 'a token of the operator',
  BASE_URL: 'https://papers.example.org',
  SMTP_URL: 'smtp://relay.example.org',
  MAIL_FROM: 'daily@papers.example.org',
  BOUNCE_DOMAIN: 'bounce.papers.example.org',
  POSTAL_ADDRESS: '12 Harbour Lane, 1017 Amsterdam',
  OPERATOR_NAME: 'Papers Reading Circle',
  CONTACT_EMAIL: 'hello@example.org'
}
const config = readConfig(environment)
const signing = readConfig({
  ...environment,
  DKIM_DOMAIN: 'papers.example.org',
  DKIM_SELECTOR: 'daily',
  DKIM_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
})

const papers = samplePapers().map(({ title, arxivId, authors, summary, topics }) => ({
  title,
  authors,
  summary,
  reason: '41 votes on Hugging Face.',
  topics,
  links: { paper: `https://arxiv.org/abs/${arxivId}`, pdf: `https://arxiv.org/pdf/${arxivId}` }
}))
const outgoing = outgoingOf(config)
const { identity } = outgoing
const content = {
  day: '2026-11-20',
  papers,
  selected: 20,
  candidates: 1072,
  note: undefined,
  credit: undefined,
  extras: [],
  takenSubjects: new Set<string>()
}
const segments = { ...compileDigest(await openTemplates(), identity, content), selected: 20 }
const frame = { ...segments, archiveUrl: editionUrl(identity, content.day) }
const usual = selectedBlocks(null, segments)

const personal = (subscriberId: number) => ({
  to: `reader-${subscriberId}@example.org`,
  messageId: `edition-1.${subscriberId}@papers.example.org`,
  date: new Date('2026-11-21T08:00:00Z'),
  links: personalLinks(config, subscriberId)
})
const someone = personal(3456)
const join = prepareDigest(outgoing, frame)
const joinSigned = prepareDigest(outgoingOf(signing), frame)
const pieces = [
  ...usual.text,
  ...usual.html,
  segments.textHead,
  segments.textTail,
  segments.htmlHead,
  segments.htmlTail
]
const signInPool = promisify(sign)
const data = Buffer.alloc(1500, 'x')
const size = (await join(usual, someone)).length

const times = await quickestEach({
  concat: [1000, () => Buffer.concat(pieces)],
  joined: [1000, () => join(usual, someone)],
  bare: [100, () => signInPool('sha256', data, privateKey)],
  signed: [100, () => joinSigned(usual, someone)],
  links: [1000, (turn) => personalLinks(config, turn)],
  bounce: [1000, (turn) => outgoing.envelopeSender({ ledger: 'deliveries', key: 1, subscriberId: turn })],
  blocks: [100, () => selectedBlocks('ffff'.repeat(8), segments)]
})

print(`Buffer.concat of ${pieces.length} segments, ${(size / 1024).toFixed(0)} KB`, times.concat)
print('a digest joined', times.joined, `${(times.joined / times.concat).toFixed(1)} times the concatenation`)
print('RSA-2048, a bare signature', times.bare)
print('a digest joined and signed', times.signed, `${(times.signed / times.bare).toFixed(2)} times the bare signature`)
print('the two links of a reader', times.links)
print('the bounce address of a mail', times.bounce)
print('the blocks of a selection, once for all who have it', times.blocks)
