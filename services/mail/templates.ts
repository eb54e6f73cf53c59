import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '../platform/project-root.ts'
import { type Fill, parseTemplate, type Source } from './templates-liquid.ts'

/** A mail that is rendered whole. */
interface NoticeTemplates {
  subject: Fill
  html: Fill
  text: Fill
}

/**
 * The digest in pieces of whole lines: a mail is head, chosen papers, late risers and corrections,
 * the last two each under a heading, and tail.
 */
export interface DigestPieces {
  head: Fill
  /** A paper in full. */
  paper: Fill
  /** A paper as its title alone, where there are too many. */
  title: Fill
  lateRisers: Fill
  lateRiser: Fill
  corrections: Fill
  correction: Fill
  tail: Fill
}

export interface Templates {
  /** Changes whenever a template of a reader's mail does, or what MJML makes of it. */
  version: string
  digest: { subject: Fill; html: DigestPieces; text: DigestPieces }
  confirmation: NoticeTemplates
  welcome: NoticeTemplates
  draft: NoticeTemplates
}

const frame = ['siteName', 'curator', 'operator', 'contactEmail', 'baseUrl', 'host', 'subject', 'unsubscribe']
const edition = [...frame, 'preheader', 'date', 'sample', 'count', 'candidates', 'note', 'archiveUrl', 'title', 'more']
const paper = ['title', 'titleRuns', 'url', 'authors', 'summary', 'summaryRuns', 'reason', 'topics', 'links']
const notice = [...frame, 'confirmUrl', 'firstEdition', 'alreadyReceived']
const listed = ['papers', 'title', 'others', 'shown', 'more', 'candidates', 'minimum']
const draft = [...frame, 'date', 'draftUrl', 'leaves', 'heldBy', 'preheader', ...listed]

/**
 * Compiles the MJML and parses everything in templates/. That takes a quarter of a second and loads
 * some 50 MB, so it is for processes that render, once; those that only send have no need of it. Data
 * meets the compiled HTML, never the MJML. Throws an error that names the file where one is missing or broken.
 */
export async function openTemplates(folder: string = join(projectRoot, 'templates')): Promise<Templates> {
  const [digest, confirmation, welcome, toCurator] = (await Promise.all(
    ['digest', 'confirmation', 'welcome', 'draft'].map((mail) => readMail(folder, mail))
  )) as [MailSources, MailSources, MailSources, MailSources]
  const version = createHash('sha256')
    .update(JSON.stringify([digest, confirmation, welcome]))
    .digest('hex')
    .slice(0, 12)
  return {
    version,
    digest: {
      subject: parseTemplate('text', digest.subject, edition),
      html: parsePieces('html', digest.html),
      text: parsePieces('text', digest.text)
    },
    confirmation: parseNotice(confirmation, notice),
    welcome: parseNotice(welcome, notice),
    draft: parseNotice(toCurator, draft)
  }
}

interface MailSources {
  subject: Source
  html: Source
  text: Source
}

async function readMail(folder: string, mail: string): Promise<MailSources> {
  return {
    subject: await readSource(folder, `${mail}/subject.txt`),
    html: await compileMjml(folder, `${mail}/body.mjml`),
    text: await readSource(folder, `${mail}/body.txt`)
  }
}

function parseNotice({ subject, html, text }: MailSources, names: string[]): NoticeTemplates {
  return {
    subject: parseTemplate('text', subject, names),
    html: parseTemplate('html', html, names),
    text: parseTemplate('text', text, names)
  }
}

// In the order of the file. What comes before the first mark is the head.
const marks = ['paper', 'title', 'late-risers', 'late-riser', 'corrections', 'correction', 'tail']

/** Takes the digest apart at its `<!--split:NAME-->` marks. What is around a mark in HTML is only space. */
function parsePieces(kind: 'html' | 'text', { name, text }: Source): DigestPieces {
  const [head = '', ...rest] = text.split(/<!--split:([a-z-]+)-->\n?/)
  const found = rest.filter((_, index) => index % 2 === 0)
  if (found.join() !== marks.join()) {
    throw new Error(`templates/${name}: wants the marks split:${marks.join(', split:')}, in this order`)
  }
  const pieces = [head, ...rest.filter((_, index) => index % 2 === 1)]
  const parse = (index: number, names: string[]) => {
    const piece = pieces[index] ?? ''
    return parseTemplate(kind, { name, text: kind === 'html' ? `${piece.trim()}\n` : piece }, names)
  }
  return {
    head: parse(0, edition),
    paper: parse(1, paper),
    title: parse(2, paper),
    lateRisers: parse(3, edition),
    lateRiser: parse(4, paper),
    corrections: parse(5, edition),
    correction: parse(6, paper),
    tail: parse(7, edition)
  }
}

async function compileMjml(folder: string, name: string): Promise<Source> {
  const source = await readSource(folder, name)
  // MJML leaves out an include that it cannot read and closes what is left open, both without a word
  // and both also in strict mode: a mail would quietly lose its footer.
  const includes = [...source.text.matchAll(/<mj-include path="\.\.\/([^"]+)"/g)].map(([, path = '']) => path)
  for (const part of [source, ...(await Promise.all(includes.map((path) => readSource(folder, path))))])
    requireClosed(part)
  // Loaded here and not above: its quarter of a second and its memory are for those who render.
  const { default: mjml2html } = await import('mjml')
  try {
    const { html } = await mjml2html(source.text, {
      filePath: join(folder, name),
      includePath: folder,
      ignoreIncludes: false,
      validationLevel: 'strict',
      keepComments: false,
      fonts: {},
      minify: true,
      // The defaults drop Outlook's conditional comments, and ask for cssnano on stderr at each call.
      minifyOptions: { minifyCss: false, minifyJs: false, removeComments: false }
    })
    return { name, text: `${html}\n` }
  } catch (error) {
    throw new Error(`templates/${name}: ${(error as Error).message}`, { cause: error })
  }
}

function requireClosed({ name, text }: Source): void {
  const count = (pattern: RegExp, tag: string) =>
    [...text.matchAll(pattern)].filter(([, found]) => found === tag).length
  for (const [, tag = ''] of text.matchAll(/<\/?(mj[a-z-]*)/g)) {
    const opened = count(/<(mj[a-z-]*)(?:\s[^>]*)?(?<!\/)>/g, tag)
    const closed = count(/<\/(mj[a-z-]*)>/g, tag)
    if (opened !== closed)
      throw new Error(`templates/${name}: <${tag}> is opened ${opened} times and closed ${closed} times`)
  }
}

async function readSource(folder: string, name: string): Promise<Source> {
  try {
    return { name, text: await readFile(join(folder, name), 'utf8') }
  } catch (error) {
    throw new Error(`templates/${name}: ${(error as Error).message}`, { cause: error })
  }
}
