import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { english } from '../../services/mail/words/en.ts'
import { ofFreezes } from '../../services/mail/words/en-freezes.ts'
import { ofOffice } from '../../services/mail/words/en-office.ts'
import { ofPages } from '../../services/mail/words/en-pages.ts'
import { ofReading } from '../../services/mail/words/en-reading.ts'
import { ofSettings } from '../../services/mail/words/en-settings.ts'
import { ofSite } from '../../services/mail/words/en-site.ts'
import { ofSubscribing } from '../../services/mail/words/en-subscribing.ts'
import { isMessageKey } from '../../services/mail/words/words.ts'
import { projectRoot } from '../../services/platform/project-root.ts'
import { codeOf, readSources } from '../support/sources.ts'
import { unsaidAnswers, unsaidText } from '../support/unsaid-text.ts'

const sources = readSources()
const templates = readdirSync(join(projectRoot, 'templates'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(mjml|txt)$/.test(name))
  .map((name) => ({ path: `templates/${name}`, text: readFileSync(join(projectRoot, 'templates', name), 'utf8') }))
const isMessage = (key: string) => isMessageKey(english, key)

/** Of no language: the zone of the inbox, and the first line of every page. */
const noWords = new Set(['UTC', '<!doctype html>'])
const wordsIn = (text: string, path = 'page.tsx') =>
  unsaidText({ path, text }, isMessage)
    .filter(({ text: said }) => !noWords.has(said))
    .map(({ line, text: said }) => `${path}:${line} ${said}`)

test('pages say nothing that is not in the catalogue', () => {
  const pages = sources.filter(({ path }) => /^services\/api\/pages\/.*\.tsx$/.test(path))
  expect(pages.length).toBeGreaterThan(20)
  expect(pages.flatMap(({ path, text }) => wordsIn(text, path))).toEqual([])
})

test.each([
  ['between tags', '<p class="x">{a} Hello</p>'],
  ['in a word of small letters', '<p>hello</p>'],
  ['in an attribute that is heard', '<a aria-label="hello">{a}</a>'],
  ['in an attribute that is seen', "<input placeholder={a ? b : 'you'} />"],
  ['as what a condition chooses', "<p>{a === 'b' ? 'yes' : c}</p>"],
  ['in a template of a string', '<p>{`${a} papers`}</p>'],
  ['as what a component is given', '<Row name="State" value={a} />'],
  ['in a variable', "const heading = 'Nothing here'"],
  ['as the title of a page', 'renderPage({ title: `Papers of ${day}` })'],
  ['as the parameter of a message', "say(words, 'day.title', { day: 'The sample' })"]
])('words are found %s', (_where, text) => {
  expect(wordsIn(text)).toHaveLength(1)
})

test.each([
  '<p class={a ? "quiet row" : b}>{say(words, "day.about")}</p>',
  '<section aria-labelledby="find"><h2 id="find">{1} · ← {a}</h2></section>',
  "import { a } from './Some File.ts'",
  "const kinds = { pool: 'paper.inEdition' } as const",
  "type Kind = 'Some Kind'",
  "if (a === 'Some Kind') b()",
  '<a href={`/papers/${day}?page=${page}`}>{day}</a>'
])('what is no text is let pass: %s', (text) => {
  expect(wordsIn(text)).toEqual([])
})

test('routes answer people by messages alone', () => {
  // It answers what never became a request, in JSON alone.
  const routes = sources.filter(
    ({ path }) => /^services\/api\/[^/]+\.ts$/.test(path) && !path.endsWith('client-errors.ts')
  )
  expect(routes.flatMap(({ path, text }) => unsaidAnswers({ path, text }))).toEqual([])
  for (const said of [
    "new AppError('NOT_FOUND', 'Nothing')",
    "const a = { detail: 'Nothing' }",
    'page(deps, { mistake: `No ${a}` })'
  ]) {
    const text = `import { page } from './pages/some-page.tsx'\n${said}`
    expect(unsaidAnswers({ path: 'route.ts', text })).toHaveLength(1)
  }
})

test('the script of the form says nothing', () => {
  const script = sources.find(({ path }) => path.endsWith('/sign-up.js'))?.text ?? 'innerHTML'
  expect(script).not.toMatch(
    /innerHTML|innerText|textContent|insertAdjacent|createTextNode|\b(?:alert|confirm|prompt)\(/
  )
})

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
  const found = templates.map(({ path, text }) => [path, literalsOf(text)] as const)
  expect(found.filter(([, literals]) => literals.length > 0)).toEqual([])
  expect(
    literalsOf('<p class="x">{{ a }} Hello</p><a title="There" href="{{ b }}">{% if c %}x{% endif %}</a>')
  ).toEqual(['There', 'Hello', 'x'])
})

const speaking = [...templates, ...sources.filter(({ path }) => !/\/words\/en[a-z-]*\.ts$/.test(path))]
const says = (text: string, key: string) => text.includes(`'${key}'`)

test('no message is there that nothing says', () => {
  const all = speaking.map(({ text }) => text).join('\n')
  // Said by a key that is put together of these and the name of a link, a state, a view, a step.
  const composed =
    /^(?:paper\.link|status\.of|inbox\.view|admin\.pause|score\.of|name)\.\w+$|^(?:confirmation|reminder)\.subject$|^(?:confirm|move)\.(?:kicker|heading|what|button|notYou)$/
  const keys = Object.keys(english.messages).filter((key) => !composed.test(key))
  expect(keys.filter((key) => !says(all, key))).toEqual([])
})

test('no message takes the place of another', () => {
  const groups = [ofSite, ofReading, ofSubscribing, ofSettings, ofOffice, ofFreezes]
  expect(groups.flatMap((group) => Object.keys(group))).toHaveLength(Object.keys(ofPages).length)
  // The mails' own are what is left: a page's in their place would leave more.
  const { text = '' } = sources.find(({ path }) => path.endsWith('/words/en.ts')) ?? {}
  expect(Object.keys(ofPages).filter((key) => says(text, key))).toEqual([])
  const { text: papers = '' } = sources.find(({ path }) => path.endsWith('/words/en-papers.ts')) ?? {}
  expect(Object.keys(ofPages).filter((key) => says(papers, key))).toEqual([])
})

test('no mail to readers says a message of pages: its version does not know them', () => {
  const mails = speaking.filter(({ path }) => /^templates\/|^services\/mail\/(?!words\/)/.test(path))
  expect(Object.keys(ofPages).filter((key) => mails.some(({ text }) => says(text, key)))).toEqual([])
})

test('dates and numbers are written in one place, by Intl', () => {
  const others = sources
    .filter((source) =>
      /\bIntl\.(?:DateTimeFormat|NumberFormat|ListFormat|PluralRules)|\.toLocale(?:Date|Time)?String\(/.test(
        codeOf(source)
      )
    )
    .map(({ path }) => path)
    .filter((path) => !path.startsWith('services/mail/words/'))
  // It asks whether there is such a zone.
  expect(others).toEqual(['services/platform/config-rules.ts'])
})
