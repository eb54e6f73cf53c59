import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { environmentSchema, secretNames } from '../services/platform/config-schema.ts'
import { projectRoot } from '../services/platform/project-root.ts'
import { problemWith } from './support/command-line.ts'
import { anchorsOf, readClaims } from './support/docs-claims.ts'

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')
const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].filter((path) =>
    existsSync(join(projectRoot, path))
  ),
  ...readdirSync(join(projectRoot, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
]
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

/** Set by others and mentioned by us, or codes that look like names. */
const otherNames = [
  'CI',
  'NODE_ENV',
  'NAME_FILE',
  'POSTGRES_PASSWORD',
  ...[...read('services/platform/errors.ts').matchAll(/^ {2}([A-Z_]+):/gm)].map(([, code]) => code)
]
const knownNames = new Set([
  ...Object.keys(environmentSchema.properties),
  ...secretNames.map((name) => `${name}_FILE`),
  ...otherNames
])

function brokenLinks(page: string, markdown: string): string[] {
  return readClaims(markdown).links.filter((link) => {
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? page : join(dirname(page), decodeURIComponent(path))
    if (!existsSync(join(projectRoot, target))) return true
    if (anchor === undefined) return false
    return !anchorsOf(target === page ? markdown : read(target)).includes(anchor)
  })
}

function problemsOf(page: string, markdown: string): string[] {
  const claims = readClaims(markdown)
  return [
    ...claims.scripts.filter((name) => scripts[name] === undefined).map((name) => `no npm script ${name}`),
    ...claims.commands.map((command) => problemWith(command)).filter((problem) => problem !== undefined),
    ...claims.names.filter((name) => !knownNames.has(name)).map((name) => `no environment name ${name}`),
    ...claims.paths.filter((path) => !existsSync(join(projectRoot, path))).map((path) => `no file ${path}`),
    ...brokenLinks(page, markdown).map((link) => `broken link ${link}`)
  ]
}

describe.each(pages.map((page) => ({ page })))('$page', ({ page }) => {
  test('shows commands, names, files and links that exist', () => {
    expect(problemsOf(page, read(page))).toEqual([])
  })
})

test.each([
  ['a script', 'Run `npm run nothing`.', 'no npm script nothing'],
  ['a script in a block', '```sh\nnpm run nothing -- now # soon\n```\n', 'no npm script nothing'],
  ['a command', '`npm run cli -- fly HIGH`', 'no command fly'],
  ['a command of a group', '`npm run cli -- papers burn FILE`', 'no command papers burn'],
  ['one of two commands', '`npm run cli -- papers import|burn FILE`', 'no command papers burn'],
  ['an option', '`npm run cli -- papers import FILE --fast`', 'no option --fast of papers import'],
  ['an environment name', 'Set `SMTP_URI`.', 'no environment name SMTP_URI'],
  ['a name set before a command', '```\nPROT=8080 npm start\n```\n', 'no environment name PROT'],
  ['a file', 'See `services/mail/nothing.ts`.', 'no file services/mail/nothing.ts'],
  ['a link', '[the page](nowhere.md)', 'broken link nowhere.md'],
  ['a picture', '<img src="docs/nothing.png" alt="">', 'broken link docs/nothing.png'],
  ['an anchor', '# Here\n\n[there](#there)', 'broken link #there']
])('%s that does not exist is seen', (_what, markdown, problem) => {
  expect(problemsOf('CONTRIBUTING.md', markdown)).toEqual([problem])
})

test('what exists is let pass', () => {
  const markdown = [
    '# Two words, here',
    '',
    '[up](#two-words-here) [out](https://example.org/x) `npm test` `npm run build` `SECRET_KEY_FILE` `POST` `GET /x`',
    '',
    '```sh',
    'PORT=8080 npm start   # http://localhost:8080',
    'npm run cli -- papers import FILE --date 2026-01-02 --json',
    'npm run cli -- --help',
    '```'
  ].join('\n')
  expect(problemsOf('CONTRIBUTING.md', markdown)).toEqual([])
})
