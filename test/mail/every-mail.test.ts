import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { doIUseEmail } from '@jsx-email/doiuse-email'
import { parse } from 'parse5'
import { beforeAll, expect, test } from 'vitest'
import { everyMail, type PreviewedMail } from '../../services/api/preview-mails.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { projectRoot } from '../../services/platform/project-root.ts'
import { identity } from '../golden/edition.ts'
import { accepted } from './client-support.ts'

let mails: PreviewedMail[]
beforeAll(async () => {
  mails = everyMail(await openTemplates(), identity)
})

test('every folder of templates is a mail that is looked at here', () => {
  const folders = readdirSync(join(projectRoot, 'templates')).filter((name) => name !== 'shared')
  expect(new Set(mails.map(({ name }) => name.split(',')[0]))).toEqual(new Set(folders))
})

// Thunderbird is left out: the package fails on features that its data does not have for it.
const emailClients = [
  'apple-mail.*',
  'gmail.*',
  'outlook.*',
  'yahoo.*',
  'samsung-email.*',
  'protonmail.*',
  'fastmail.*'
]

test('what a client does not support has a reason to be there, and every reason is still needed', () => {
  const found = new Set(
    mails.flatMap(({ html }) => {
      const { errors, warnings } = { errors: [], ...doIUseEmail(html, { emailClients }) }
      return [...errors, ...warnings].map((line) => /^`[^`]+`/.exec(line)?.[0] ?? line)
    })
  )
  expect([...found].filter((feature) => !accepted.has(feature))).toEqual([])
  expect([...accepted.keys()].filter((feature) => !found.has(feature))).toEqual([])
})

/** What is wrong with each mail, by its name; mails without a fault are left out. */
const faults = (judge: (mail: PreviewedMail) => unknown[]) =>
  mails.map((mail) => [mail.name, judge(mail)] as const).filter(([, found]) => found.length > 0)

test('a mail has a language, one first heading and no layout that is read aloud', () => {
  const wrong = faults(({ html }) => {
    const all = elements(parse(html))
    const is = (tag: string) => all.filter(({ tagName }) => tagName === tag)
    const has = (one: Element | undefined, name: string, value: string) =>
      one?.attrs.some((attribute) => attribute.name === name && attribute.value === value) ?? false
    const levels = all.flatMap(({ tagName }) => (/^h[1-6]$/.test(tagName) ? [Number(tagName.slice(1))] : []))
    // Outlook's tables are comments to every other client: they are counted in the text.
    const tables = (pattern: RegExp) => html.match(pattern)?.length
    return [
      ...(has(is('html')[0], 'lang', 'en') ? [] : ['language']),
      ...(is('h1').length === 1 ? [] : ['first heading']),
      ...(levels.every((level, index) => level - (levels[index - 1] ?? 0) <= 1) ? [] : ['order of headings']),
      ...is('table').filter((table) => !has(table, 'role', 'presentation')),
      ...(tables(/<table/g) === tables(/<table[^>]*role="presentation"/g) ? [] : ['tables of Outlook'])
    ]
  })
  expect(wrong).toEqual([])
})

test('a mail loads nothing and runs nothing', () => {
  const wrong = faults(({ html }) => [
    ...elements(parse(html)).filter(({ tagName }) => /^(img|script|link|iframe|form|object|video|svg)$/.test(tagName)),
    ...(html.match(/url\(|@import|\bsrc=|\bbackground="/g) ?? [])
  ])
  expect(wrong).toEqual([])
})

test('the text part has the heading of the HTML part, in lines of at most 72 columns', () => {
  const wrong = faults(({ html, text }) => {
    const heading = (/<h1[^>]*>([^<]+)<\/h1>/.exec(html)?.[1] ?? '').replaceAll('&#39;', "'")
    const long = text.split('\n').filter((line) => !line.includes('http') && line.length > 72)
    return text.replaceAll(/\s+/g, ' ').includes(heading) ? long : [heading, ...long]
  })
  expect(wrong).toEqual([])
})

interface Element {
  tagName: string
  attrs: { name: string; value: string }[]
}

function elements(root: object): Element[] {
  const node = root as Partial<Element> & { childNodes?: object[] }
  const below = (node.childNodes ?? []).flatMap(elements)
  return node.tagName === undefined ? below : [node as Element, ...below]
}
