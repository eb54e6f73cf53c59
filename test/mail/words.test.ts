import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { english } from '../../services/mail/words/en.ts'
import { say, sayAny, type Words } from '../../services/mail/words/words.ts'
import { projectRoot } from '../../services/platform/project-root.ts'

const filesOf = (folder: string, end: RegExp) =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => end.test(name))
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(join(projectRoot, folder, name), 'utf8') }))

/** What a reader would see or hear of a template that is no message and no data. */
function literalsOf(template: string): string[] {
  const bare = template
    .replaceAll(/<!--[^]*?-->|<(mj-style|style|mj-raw)\b[^]*?<\/\1>/g, ' ')
    .replaceAll(/\{\{[^]*?\}\}|\{%[^]*?%\}/g, ' ')
  const heard = [...bare.matchAll(/\b(?:alt|title|aria-label)="([^"]*)"/g)].map(([, value = '']) => value)
  const seen = bare.replaceAll(/<[^>]*>/g, '\n').replaceAll(/&\w+;/g, ' ')
  return [...heard, ...seen.split('\n')].map((line) => line.trim()).filter((line) => /\p{L}/u.test(line))
}

test('templates say nothing that is not in the catalogue', () => {
  const found = filesOf('templates', /\.(mjml|txt)$/).map(({ name, text }) => [name, literalsOf(text)] as const)
  expect(found.filter(([, literals]) => literals.length > 0)).toEqual([])
  expect(
    literalsOf('<p class="x">{{ a }} Hello</p><a title="There" href="{{ b }}">{% if c %}x{% endif %}</a>')
  ).toEqual(['There', 'Hello', 'x'])
})

/** Pages whose words are in the catalogue. */
const pages = ['services/api/pages/preview-page.tsx']

async function literalsIn(files: string[]): Promise<string> {
  const args = ['--allow', 'all', '--deny', 'react/jsx-no-literals', '--react-plugin', ...files]
  const oxlint = join(projectRoot, 'node_modules', '.bin', 'oxlint')
  return promisify(execFile)(oxlint, args, { cwd: projectRoot }).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout
  )
}

test('pages of the catalogue say nothing else', async () => {
  expect(await literalsIn(pages)).toBe('')
  const folder = await mkdtemp(join(tmpdir(), 'words-'))
  try {
    await writeFile(join(folder, 'page.tsx'), 'export const page = () => <p class="x">Hello</p>\n')
    expect(await literalsIn([join(folder, 'page.tsx')])).toContain('Hello')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('no message is there that nothing says', () => {
  const sources = [...filesOf('templates', /\.(mjml|txt)$/), ...filesOf('services', /(?<!words\/en[a-z-]*)\.tsx?$/)]
  const all = sources.map(({ text }) => text).join('\n')
  // Said by a name that is put together: `paper.link.${kind}`, `${kind}.subject`.
  const composed = /^paper\.link\.|^(confirmation|reminder)\.subject$/
  const keys = Object.keys(english.messages).filter((key) => !composed.test(key))
  expect(keys.filter((key) => !all.includes(`'${key}'`))).toEqual([])
})

test('numbers and plurals are as the language has them', () => {
  expect(say(english, 'digest.papers', { count: 1 })).toBe('1 paper')
  expect(say(english, 'digest.papers', { count: 1200 })).toBe('1,200 papers')
  const polish: Words = {
    ...english,
    language: 'pl',
    locale: 'pl',
    messages: {
      ...english.messages,
      'digest.papers': { one: '{count} artykuł', few: '{count} artykuły', other: '{count} artykułów' }
    }
  }
  expect([1, 3, 5, 12_345].map((count) => say(polish, 'digest.papers', { count }))).toEqual([
    '1 artykuł',
    '3 artykuły',
    '5 artykułów',
    '12\u00A0345 artykułów'
  ])
})

test('a message or a parameter that is missing is an error and no gap', () => {
  expect(() => sayAny(english, 'digest.nothing', {})).toThrow('no message is called digest.nothing')
  expect(() => sayAny(english, 'toString', {})).toThrow('no message is called toString')
  expect(() => sayAny(english, 'footer.why', {})).toThrow('the message footer.why wants site')
  expect(() => sayAny(english, 'digest.papers', { count: '3' })).toThrow('wants count, a number')
})

test('what is put into a message is not read as one', () => {
  expect(sayAny(english, 'footer.why', { site: '{count} $& {site}' })).toContain('{count} $& {site}')
})
