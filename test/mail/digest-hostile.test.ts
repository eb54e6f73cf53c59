import fc from 'fast-check'
import { parse, parseFragment } from 'parse5'
import { beforeAll, expect, test } from 'vitest'
import { compileDigest } from '../../services/mail/digest.ts'
import type { DigestPaper } from '../../services/mail/digest-paper.ts'
import { decodeSegments } from '../../services/mail/slots.ts'
import type { StyledRun } from '../../services/mail/styled-runs.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { edition, identity, paper, papers } from '../golden/edition.ts'
import { slots } from '../golden/joined.ts'

let templates: Templates
beforeAll(async () => {
  templates = await openTemplates()
})

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '<script>',
        '</td></tr></table>',
        '<!--',
        '-->',
        '"><img src=x onerror=alert(1)>',
        "' onclick='",
        '</title>',
        '{{ subject }}',
        '{% if x %}',
        '{% raw %}',
        '</mj-text>',
        ']]>',
        '&lt;b&gt;',
        '<svg/onload=1>',
        '<![endif]-->',
        '\u0001unsubscribe\u0002',
        '\u202E',
        'a'
      ),
      { maxLength: 6 }
    )
    .map((parts) => parts.join(''))
)
const kinds = ['em', 'strong', 'code', 'sub', 'sup', '<script>', 'img onerror=alert(1)', undefined]
const hostileRuns = fc.array(
  fc.record({ text: hostile, kind: fc.constantFrom(...kinds), href: hostile }) as fc.Arbitrary<StyledRun>,
  { maxLength: 6 }
)
const hostilePaper: fc.Arbitrary<DigestPaper> = fc.record({
  title: hostile,
  authors: fc.array(hostile, { maxLength: 5 }),
  titleRuns: fc.option(hostileRuns, { nil: undefined }),
  summary: fc.option(hostile, { nil: undefined }),
  summaryRuns: fc.option(hostileRuns, { nil: undefined }),
  reason: hostile,
  topics: fc.array(hostile, { maxLength: 4 }),
  links: fc.record({
    paper: fc.oneof(
      hostile,
      hostile.map((text) => `https://arxiv.org/${text}`)
    ),
    code: hostile
  })
})

test('whatever a paper says never becomes an element, an attribute or a comment', () => {
  const allowed = new Set(['tr', 'td', 'p', 'b', 'h2', 'h3', 'a', 'tbody', 'em', 'strong', 'code', 'sub', 'sup'])
  const harmless = compileDigest(templates, identity, { ...edition, papers: [paper('A')], selected: 1, note: 'Note' })
  fc.assert(
    fc.property(hostilePaper, hostile, (one, note) => {
      const { htmlHead, htmlBlocks, shorter, extras } = compileDigest(templates, identity, {
        ...edition,
        papers: [one],
        selected: 1,
        note: `Note ${note}`,
        extras: (['late_riser', 'correction'] as const).map((kind) => ({ kind, paper: one }))
      })
      const blocks = [
        ...htmlBlocks,
        ...shorter.flatMap(({ brief, title }) => [brief.html, title.html]),
        ...extras.map(({ html }) => html)
      ]
      for (const node of nodes(parseFragment(`<table>${decodeSegments(blocks, slots)}</table>`))) {
        if (node.nodeName === '#text' || node.nodeName === 'table' || node.nodeName === '#document-fragment') continue
        expect(allowed).toContain(node.nodeName)
        const attributes = (node.attrs ?? []).map(({ name, value }) => (name === 'href' ? `href ${value}` : name))
        for (const attribute of attributes)
          expect(attribute).toMatch(/^(class|style|role|aria-label|href https?:\/\/.*)$/)
      }
      expect(frameNodes(htmlHead)).toEqual(frameNodes(harmless.htmlHead))
    }),
    { numRuns: 300 }
  )
})

test('what a paper says is what is read', () => {
  const { htmlBlocks } = compileDigest(templates, identity, edition)
  const texts = nodes(parseFragment(`<table>${decodeSegments(htmlBlocks, slots)}</table>`)).map(
    (node) => node.value ?? ''
  )
  for (const { title, titleRuns, summaryRuns, reason } of papers) {
    for (const { text } of titleRuns ?? [{ text: title }]) expect(texts).toContain(text)
    for (const { text } of summaryRuns ?? []) expect(texts).toContain(text)
    expect(texts).toContain(reason)
  }
})

interface Node {
  nodeName: string
  value?: string
  attrs?: { name: string; value: string }[]
  childNodes?: Node[]
}

function nodes(root: Node): Node[] {
  return [root, ...(root.childNodes ?? []).flatMap(nodes)]
}

/** The names of what the head consists of, but for the texts themselves. */
function frameNodes(head: Buffer): string[] {
  const names = nodes(parse(decodeSegments([head], slots))).map((node) => node.nodeName)
  return names.filter((name) => name !== '#text')
}
