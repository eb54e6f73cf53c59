import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTemplates } from '../../services/mail/templates.ts'
import { columns, wrapText } from '../../services/mail/templates-wrap.ts'
import { projectRoot } from '../../services/platform/project-root.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'templates-'))
  await cp(join(projectRoot, 'templates'), folder, { recursive: true })
})
afterEach(() => rm(folder, { recursive: true }))

async function edit(name: string, change: (text: string) => string) {
  const before = await readFile(join(folder, name), 'utf8')
  expect(change(before)).not.toBe(before)
  await writeFile(join(folder, name), change(before))
}

test('the templates open without a word on stderr', async () => {
  const write = process.stderr.write
  const said: string[] = []
  process.stderr.write = (text) => said.push(String(text)) > 0
  try {
    await openTemplates()
  } finally {
    process.stderr.write = write
  }
  expect(said).toEqual([])
})

test('the version is of what the templates say', async () => {
  const { version } = await openTemplates(folder)
  expect(version).toBe((await openTemplates()).version)
  await edit('shared/footer.mjml', (text) => text.replace('<div', '<div lang="en"'))
  expect((await openTemplates(folder)).version).not.toBe(version)
})

test.each([
  'digest/body.mjml',
  'digest/body.txt',
  'confirmation/body.mjml',
  'welcome/body.txt',
  'shared/head.mjml',
  'shared/footer.mjml'
])('a missing %s is named', async (name) => {
  await rm(join(folder, name))
  await expect(openTemplates(folder)).rejects.toThrow(`templates/${name}: ENOENT`)
})

test.each([
  ['a tag that is opened and not closed', 'welcome/body.mjml', (text: string) => text.replace('</mj-text>', '')],
  ['an unknown MJML element', 'digest/body.mjml', (text: string) => text.replaceAll('mj-table', 'mj-tabel')],
  ['an unclosed tag', 'confirmation/body.txt', (text: string) => `${text}{% if operator %}`],
  [
    'a filter that undoes the escaping',
    'digest/body.mjml',
    (text: string) => text.replace('{{ authors }}', '{{ authors | raw }}')
  ],
  [
    'data that no such mail has',
    'confirmation/body.mjml',
    (text: string) => text.replace('host: host', 'host: address')
  ],
  ['a file to include', 'digest/body.txt', (text: string) => `${text}{% include "/etc/hostname" %}`],
  ['a message that there is not', 'welcome/body.txt', (text: string) => text.replace('welcome.what', 'welcome.why')],
  ['a token that there is not', 'welcome/body.mjml', (text: string) => text.replace('[[space.s6]]', '[[wide]]')],
  ['a lost mark', 'digest/body.txt', (text: string) => text.replace('<!--split:title-->', '')]
])('%s is reported with the name of the file', async (_, name, change) => {
  await edit(name, change)
  await expect(openTemplates(folder)).rejects.toThrow(`templates/${name}: `)
})

test('data that is missing is an error, not a gap in a mail', async () => {
  const { welcome } = await openTemplates(folder)
  expect(() => welcome.text({})).toThrow('siteName')
})

test('wrapped text is the same words in lines of at most the width', () => {
  const word = fc.stringMatching(/^[a-zéß,.-]{1,20}$/)
  fc.assert(
    fc.property(fc.array(word), fc.nat(10), (words, indent) => {
      const lines = wrapText(words.join(' '), indent).split('\n')
      expect(lines.map((line) => line.trim()).join(' ')).toBe(words.join(' '))
      for (const [index, line] of lines.entries()) {
        expect(columns(line) + (index === 0 ? indent : 0)).toBeLessThanOrEqual(72)
        expect(line).not.toMatch(/\s$/)
      }
    })
  )
})

test('scripts without spaces are wrapped by their width, and a URL stays whole', () => {
  const lines = wrapText(
    '一万語を超える文書を、段落ごとの要約を経て一つの要約にまとめる手法を提案する。'.repeat(3)
  ).split('\n')
  expect(lines.length).toBe(4)
  expect(lines.every((line) => columns(line) <= 72)).toBe(true)
  expect(lines.every((line) => !/^[、。]/.test(line))).toBe(true)
  const url = `https://example.org/${'x'.repeat(100)}`
  expect(wrapText(`See ${url} for more`)).toBe(`See\n${url}\nfor more`)
})
