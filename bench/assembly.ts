// Assembling an edition, from its papers to a reader's mail, against one bare MJML compile of a mail
// with as many papers in the same run. The template is compiled and minified once for all editions of a
// process; what assembly takes with that compilation in it is told too.

import mjml2html from 'mjml'
import { byDefault, chosenBlocks } from '../services/editions/chosen-blocks.ts'
import { compileDigest } from '../services/mail/digest.ts'
import type { DigestPaper } from '../services/mail/digest-paper.ts'
import { editionUrl } from '../services/mail/identity.ts'
import { prepareDigest } from '../services/mail/message.ts'
import { outgoingOf } from '../services/mail/outgoing.ts'
import { openTemplates } from '../services/mail/templates.ts'
import { compileMjml } from '../services/mail/templates-mjml.ts'
import { english } from '../services/mail/words/en.ts'
import { samplePapers } from '../services/papers/sample-papers.ts'
import { readConfig } from '../services/platform/config.ts'
import { projectRoot } from '../services/platform/project-root.ts'
import { print, quickestEach } from './measure.ts'

const config = readConfig({
  SECRET_KEY: 'a-secret-of-at-least-thirty-two-characters',
  ADMIN_TOKEN: 'a token of the operator'
})
const author = outgoingOf(config)
const templates = await openTemplates()
const sample = samplePapers()

function papers(count: number): DigestPaper[] {
  return Array.from({ length: count }, (_, index) => {
    const { title, authors, topics, arxivId } = sample[index % sample.length] as (typeof sample)[number]
    const summary = [...sample, ...sample]
      .slice(index % sample.length, (index % sample.length) + 20)
      .map((one) => one.summary)
      .join(' ')
    const address = `https://arxiv.org/abs/${arxivId}`
    const links = { paper: address, pdf: address, code: address, project: address, discussion: address }
    return { title: `${index + 1} ${title}`, authors, summary, reason: `${index} votes`, topics, stars: index, links }
  })
}

/** The mail as one would write it in MJML without a thought for its readers: a section a paper. */
function plainMjml(content: readonly DigestPaper[]): string {
  const sections = content.map(
    ({ title, authors, summary, reason, links }) => `<mj-section><mj-column>
      <mj-text><h2><a href="${links.paper}">${escaped(title)}</a></h2><p>${escaped(authors.join(', '))}</p>
      <p>${escaped(summary?.slice(0, 340) ?? '')}</p><p>${escaped(reason)}</p></mj-text>
      <mj-text><a href="${links.pdf}">PDF</a> <a href="${links.code}">Code</a></mj-text></mj-column></mj-section>`
  )
  return `<mjml><mj-body>${sections.join('')}</mj-body></mjml>`
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

async function assemble(content: DigestPaper[]): Promise<Buffer> {
  const selected = Math.min(20, content.length)
  const segments = compileDigest(templates, author.identity, {
    day: '2026-08-19',
    papers: content,
    selected,
    candidates: content.length,
    note: undefined,
    credit: undefined,
    extras: []
  })
  const write = prepareDigest(author, { ...segments, archiveUrl: editionUrl(author.identity, '2026-08-19') })
  return write(chosenBlocks(segments, byDefault({ ...segments, selected })), {
    to: 'reader@example.org',
    messageId: 'edition-1.1@example.org',
    date: new Date('2026-08-20T08:00:00Z'),
    links: { unsubscribe: 'https://papers.example.org/u', preferences: 'https://papers.example.org/p' }
  })
}

const twenty = papers(20)
const pool = papers(200)
const plain = plainMjml(twenty)
const folder = `${projectRoot}/templates`
const least = await quickestEach({
  bare: [3, () => mjml2html(plain)],
  template: [3, () => compileMjml(folder, 'digest/body.mjml', english)],
  twenty: [3, () => assemble(twenty)],
  pool: [1, () => assemble(pool)]
})
const times = (value: number) => `${(value / least.bare).toFixed(2)} times a bare compile`
print('a bare MJML compile of a mail with 20 papers', least.bare)
print('assemble 20 papers: render, text, MIME', least.twenty, times(least.twenty))
print(
  'the same with the template compiled and minified',
  least.twenty + least.template,
  times(least.twenty + least.template)
)
print('assemble 200 papers', least.pool, times(least.pool))
