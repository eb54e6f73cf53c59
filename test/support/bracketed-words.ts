import { type DefaultTreeAdapterMap, parse } from 'parse5'
import { english } from '../../services/mail/words/en.ts'
import type { MessageKey, Words } from '../../services/mail/words/words.ts'

type TreeNode = DefaultTreeAdapterMap['node']

/**
 * A language of our own: every message stands in brackets, and dates and numbers are Japanese, without a Latin
 * letter. What people see outside brackets comes from no message.
 */
export const bracketed: Words = {
  language: 'ja',
  locale: 'ja-JP',
  direction: 'ltr',
  messages: Object.fromEntries(
    Object.entries(english.messages).map(([key, message]) => [
      key,
      typeof message === 'string' ? `⟦${message}⟧` : { other: `⟦${message.other}⟧` }
    ])
  ) as Record<MessageKey, string | { other: string }>
}

/** What Japanese dates are written with. */
const dates = /\d+年|\d+月|\d+日|[月火水木金土日]曜日/g
const addresses = /https?:\/\/\S+|[\w.•+-]+@[\w-]+\.[\w.-]+/g

/** What stands outside brackets in a text and is neither a date, an address nor one of `names`; and a bracket that is not closed. */
export function outsideBrackets(text: string, names: readonly string[]): string[] {
  let depth = 0
  let outside = ''
  let block = ''
  for (const sign of text) {
    // What was cut to a length has lost its closing bracket.
    if (sign === '\n' && /…[\s\u200C]*$/.test(block)) depth = 0
    block = sign === '\n' ? '' : `${block}${sign}`
    if (sign === '⟦') depth += 1
    if (depth === 0) outside += sign
    if (sign === '⟧') depth -= 1
    if (sign === '⟧') outside += '\n'
  }
  let rest = outside.replaceAll(/\s+/g, ' ').replaceAll(dates, ' ').replaceAll(addresses, ' ')
  for (const name of names) rest = rest.replaceAll(name.replaceAll(/\s+/g, ' '), ' ')
  // A text that was shortened ends with an ellipsis.
  const isName = (part: string) => part.endsWith('…') && names.some((name) => name.startsWith(part.slice(0, -1).trim()))
  const found = rest
    .split(/ {2,}|[⟦⟧·]|(?<=…)/)
    .map((part) => part.trim())
    .filter((part) => /\p{L}/u.test(part) && !isName(part))
  return depth === 0 ? found : [...found, `${depth} brackets are open`]
}

/** The same for what is seen and heard of a page or a mail. */
export function unbracketed(html: string, names: readonly string[]): string[] {
  const { texts, attributes } = visible(parse(html))
  return [texts.join(''), ...attributes].flatMap((text) => outsideBrackets(text, names))
}

/** For machines: scripts, styles, hashes; and of citations, which are in BibTeX. */
const unread = new Set(['script', 'style', 'code'])
const heard = new Set(['title', 'alt', 'placeholder', 'aria-label'])
const described = new Set(['description', 'og:title', 'og:description'])
/** Without a gap before and after them. */
const inline = new Set(['a', 'strong', 'em', 'small', 'span', 'time', 'code', 'sub', 'sup', 'b', 'kbd'])

function visible(node: TreeNode): { texts: string[]; attributes: string[] } {
  if (node.nodeName === '#text') return { texts: [(node as DefaultTreeAdapterMap['textNode']).value], attributes: [] }
  const { attrs = [] } = node as Partial<DefaultTreeAdapterMap['element']>
  const citation = attrs.some(({ name, value }) => name === 'class' && value === 'citation')
  if (citation || unread.has(node.nodeName)) return { texts: [], attributes: [] }
  const meta = attrs.some(({ name, value }) => /^(?:name|property)$/.test(name) && described.has(value))
  const own = attrs.filter(({ name }) => heard.has(name) || (meta && name === 'content')).map(({ value }) => value)
  const below = ('childNodes' in node ? node.childNodes : []).map(visible)
  const texts = below.flatMap((child) => child.texts)
  return {
    texts: inline.has(node.nodeName) ? texts : [...texts, '\n'],
    attributes: [...own, ...below.flatMap((child) => child.attributes)]
  }
}
