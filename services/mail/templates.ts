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

/** The digest in pieces of whole lines: a mail is head, chosen papers, tail. */
export interface DigestPieces {
  head: Fill
  /** A paper in full. */
  paper: Fill
  /** A paper as its title alone, where there are too many. */
  title: Fill
  tail: Fill
}

export interface Templates {
  /** Changes whenever a template does, or what MJML makes of it. */
  version: string
  digest: { subject: Fill; html: DigestPieces; text: DigestPieces }
  confirmation: NoticeTemplates
  welcome: NoticeTemplates
}

const frame = ['siteName', 'curator', 'operator', 'contactEmail', 'baseUrl', 'host', 'subject', 'unsubscribe']
const edition = [...frame, 'preheader', 'date', 'sample', 'count', 'candidates', 'note', 'archiveUrl', 'title', 'more']
const paper = ['title', 'url', 'authors', 'summary', 'reason', 'topics', 'links']
const notice = [...frame, 'confirmUrl', 'firstEdition', 'alreadyReceived']

/**
 * Compiles the MJML and parses everything in templates/. That takes a quarter of a second and loads
 * some 50 MB, so it is for processes that render, once; those that only send have no need of it. Data
 * meets the compiled HTML, never the MJML. Throws an error that names the file where one is missing or broken.
 */
export async function openTemplates(folder: string = join(projectRoot, 'templates')): Promise<Templates> {
  const [digest, confirmation, welcome] = (await Promise.all(
    ['digest', 'confirmation', 'welcome'].map((mail) => readMail(folder, mail))
  )) as [MailSources, MailSources, MailSources]
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
    confirmation: parseNotice(confirmation),
    welcome: parseNotice(welcome)
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

function parseNotice({ subject, html, text }: MailSources): NoticeTemplates {
  return {
    subject: parseTemplate('text', subject, notice),
    html: parseTemplate('html', html, notice),
    text: parseTemplate('text', text, notice)
  }
}

/** Takes the digest apart at its `<!--split:NAME-->` marks. What is around a mark in HTML is only space. */
function parsePieces(kind: 'html' | 'text', { name, text }: Source): DigestPieces {
  const marks = /^(.*)<!--split:paper-->\n?(.*)<!--split:title-->\n?(.*)<!--split:tail-->\n?(.*)$/s.exec(text)
  if (marks === null) {
    throw new Error(`templates/${name}: wants the marks split:paper, split:title and split:tail, in this order`)
  }
  const [, head = '', inFull = '', title = '', tail = ''] = marks
  const parse = (piece: string, names: string[]) =>
    parseTemplate(kind, { name, text: kind === 'html' ? `${piece.trim()}\n` : piece }, names)
  return {
    head: parse(head, edition),
    paper: parse(inFull, paper),
    title: parse(title, paper),
    tail: parse(tail, edition)
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
