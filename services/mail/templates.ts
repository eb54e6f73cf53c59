import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { projectRoot } from '../platform/project-root.ts'
import { type Fill, liquidEngines } from './templates-liquid.ts'
import { compileMjml } from './templates-mjml.ts'
import { readSource, type Source } from './templates-source.ts'
import { english } from './words/en.ts'
import { ofPages } from './words/en-pages.ts'
import type { Words } from './words/words.ts'

/** A mail that is rendered whole. */
interface NoticeTemplates {
  html: Fill
  text: Fill
}

/** The digest in pieces of whole lines: head, papers in their layouts, late risers, corrections, tail. */
export interface DigestPieces {
  head: Fill
  /** A paper in full. */
  paper: Fill
  /** What stands above the papers in brief. */
  briefs: Fill
  brief: Fill
  titles: Fill
  /** A paper as its title alone. */
  title: Fill
  lateRisers: Fill
  lateRiser: Fill
  corrections: Fill
  correction: Fill
  tail: Fill
}

export interface Templates {
  /** Changes whenever a template of a reader's mail does, or its words, or what MJML makes of it. */
  version: string
  words: Words
  digest: { html: DigestPieces; text: DigestPieces }
  /** Also the reminder of it. */
  confirmation: NoticeTemplates
  alreadySubscribed: NoticeTemplates
  account: NoticeTemplates
  welcome: NoticeTemplates
  draft: NoticeTemplates
  alarm: NoticeTemplates
}

const frame = [
  'siteName',
  'curator',
  'operator',
  'contactEmail',
  'baseUrl',
  'host',
  'subject',
  'unsubscribe',
  'preferences'
]
const edition = [...frame, 'preheader', 'preheaderPad', 'date', 'fact', 'note', 'credit', 'archiveUrl']
const paper = [
  'title',
  'titleRuns',
  'url',
  'authors',
  'summary',
  'summaryRuns',
  'line',
  'lineRuns',
  'sourceUrl',
  'reason',
  'topics',
  'links',
  'code'
]
const confirmation = [...frame, 'confirmUrl', 'notMeUrl', 'code', 'reminds']
const account = [...frame, 'accountUrl', 'minutes']
const welcome = [...frame, 'comes', 'alreadyReceived']
const listed = ['papers', 'shown', 'more', 'candidates', 'few']
const alarm = [...frame, 'text', 'when', 'adminUrl']
const draft = [...frame, 'preheader', 'date', 'draftUrl', 'leaves', 'heldBy', ...listed]

/**
 * Compiles the MJML and parses everything in templates/. That takes a quarter of a second and loads
 * some 50 MB, so it is for processes that render, once; those that only send have no need of it. Data
 * meets the compiled HTML, never the MJML. Throws an error that names the file where one is missing or broken.
 */
export async function openTemplates(
  folder: string = join(projectRoot, 'templates'),
  words: Words = english
): Promise<Templates> {
  const read = (mail: string) => readMail(folder, mail, words)
  const [digest, toConfirm, subscribed, toAccount, welcomes] = await Promise.all([
    read('digest'),
    read('confirmation'),
    read('already-subscribed'),
    read('account'),
    read('welcome')
  ])
  const [toCurator, toOperator] = await Promise.all([read('draft'), read('alarm')])
  const version = createHash('sha256')
    .update(JSON.stringify([digest, toConfirm, subscribed, toAccount, welcomes, saidInMails(words)]))
    .digest('hex')
    .slice(0, 12)
  const parse = liquidEngines(words)
  const parseNotice = ({ html, text }: MailSources, names: string[]): NoticeTemplates => ({
    html: parse('html', html, names),
    text: parse('text', text, names)
  })
  return {
    version,
    words,
    digest: { html: parsePieces(parse, 'html', digest.html), text: parsePieces(parse, 'text', digest.text) },
    confirmation: parseNotice(toConfirm, confirmation),
    alreadySubscribed: parseNotice(subscribed, frame),
    account: parseNotice(toAccount, account),
    welcome: parseNotice(welcomes, welcome),
    draft: parseNotice(toCurator, draft),
    alarm: parseNotice(toOperator, alarm)
  }
}

/** Without the messages of pages: another word on a page makes no other mail. */
function saidInMails({ messages, ...rest }: Words) {
  return {
    ...rest,
    messages: Object.fromEntries(Object.entries(messages).filter(([key]) => !Object.hasOwn(ofPages, key)))
  }
}

interface MailSources {
  html: Source
  text: Source
}

async function readMail(folder: string, mail: string, words: Words): Promise<MailSources> {
  return {
    html: await compileMjml(folder, `${mail}/body.mjml`, words),
    text: await readSource(folder, `${mail}/body.txt`)
  }
}

// In the order of the file. What comes before the first mark is the head.
const marks = {
  paper: ['paper', paper],
  briefs: ['briefs', edition],
  brief: ['brief', paper],
  titles: ['titles', edition],
  title: ['title', paper],
  lateRisers: ['late-risers', edition],
  lateRiser: ['late-riser', paper],
  corrections: ['corrections', edition],
  correction: ['correction', paper],
  tail: ['tail', edition]
} as const

/** Takes the digest apart at its `<!--split:NAME-->` marks. What is around a mark in HTML is only space. */
function parsePieces(
  parseOne: ReturnType<typeof liquidEngines>,
  kind: 'html' | 'text',
  { name, text }: Source
): DigestPieces {
  const [head = '', ...rest] = text.split(/<!--split:([a-z-]+)-->\n?/)
  const names = Object.values(marks).map(([mark]) => mark)
  if (rest.filter((_, index) => index % 2 === 0).join() !== names.join()) {
    throw new Error(`templates/${name}: wants the marks split:${names.join(', split:')}, in this order`)
  }
  const pieces = rest.filter((_, index) => index % 2 === 1)
  const parse = (piece: string, data: readonly string[]) =>
    parseOne(kind, { name, text: kind === 'html' ? `${piece.trim()}\n` : piece }, data)
  const parsed = Object.entries(marks).map(([key, [, data]], index) => [key, parse(pieces[index] ?? '', data)])
  return { head: parse(head, edition), ...Object.fromEntries(parsed) } as DigestPieces
}
