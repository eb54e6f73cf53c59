import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { doIUseEmail } from '@jsx-email/doiuse-email'
import { parse } from 'parse5'
import { beforeAll, expect, test } from 'vitest'
import { everyMail, type PreviewedMail } from '../../services/api/preview-mails.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { tokens } from '../../services/mail/tokens.ts'
import { projectRoot } from '../../services/platform/project-root.ts'
import { identity } from '../golden/edition.ts'
import { accepted } from './client-support.ts'

let mails: PreviewedMail[]
beforeAll(async () => {
  mails = everyMail(await openTemplates(), identity)
})

test('every folder of templates is a mail that is looked at here', () => {
  const folders = readdirSync(join(projectRoot, 'templates')).filter((name) => name !== 'shared')
  expect([...new Set(mails.map(({ name }) => name.split(',')[0]))].toSorted()).toEqual(folders.toSorted())
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

test('a mail has a language, one first heading and no layout that is read aloud, loads nothing and runs nothing', () => {
  for (const { name, html } of mails) {
    const all = elements(parse(html))
    const tags = all.map(({ tagName }) => tagName)
    expect(all.find(({ tagName }) => tagName === 'html')?.attrs, name).toContainEqual({ name: 'lang', value: 'en' })
    expect(
      tags.filter((tag) => tag === 'h1'),
      name
    ).toHaveLength(1)
    expect(
      tags.filter((tag) => /^(img|script|link|iframe|form|object|video|svg)$/.test(tag)),
      name
    ).toEqual([])
    for (const table of all.filter(({ tagName }) => tagName === 'table'))
      expect(table.attrs, name).toContainEqual({ name: 'role', value: 'presentation' })
    // Outlook's tables too, which are comments to every other client.
    expect(html.match(/<table/g)?.length, name).toBe(html.match(/<table[^>]*role="presentation"/g)?.length)
    const levels = tags.filter((tag) => /^h[1-6]$/.test(tag)).map((tag) => Number(tag.slice(1)))
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0), name).toBeLessThanOrEqual(1)
    expect(html, name).not.toMatch(/url\(|@import|src=|background="/)
  }
})

test('a mail of any kind is one family: its text part says what its HTML part says', () => {
  for (const { name, html, text } of mails) {
    const heading = /<h1[^>]*>([^<]+)<\/h1>/.exec(html)?.[1] ?? ''
    expect(text.replaceAll(/\s+/g, ' '), name).toContain(heading.replaceAll('&#39;', "'"))
    expect(html, name).toContain(tokens.light.paper)
    for (const line of text.split('\n')) if (!line.includes('http')) expect(line.length, name).toBeLessThanOrEqual(72)
  }
})

test.each(['light', 'dark'] as const)('every text colour of the %s scheme has a contrast of 4.5 at least', (scheme) => {
  const { paper, accent, onAccent, ...colours } = tokens[scheme]
  const { ink, text, quiet } = colours
  for (const colour of [ink, text, quiet, accent]) expect(contrast(colour, paper)).toBeGreaterThanOrEqual(4.5)
  expect(contrast(onAccent, accent)).toBeGreaterThanOrEqual(4.5)
})

/** WCAG 2.2: of two colours as #rrggbb, 1 to 21. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

interface Element {
  tagName: string
  attrs: { name: string; value: string }[]
}

function elements(root: object): Element[] {
  const node = root as Partial<Element> & { childNodes?: object[] }
  const below = (node.childNodes ?? []).flatMap(elements)
  return node.tagName === undefined ? below : [node as Element, ...below]
}
