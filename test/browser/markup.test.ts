import { gzipSync } from 'node:zlib'
import axe from 'axe-core'
import { HtmlValidate } from 'html-validate'
import { expect, test } from 'vitest'
import { usePictureSite } from './picture-site.ts'

const site = usePictureSite()

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    // Preact writes <meta/>, and HTML minds neither that nor the case of its name.
    'void-style': 'off',
    'doctype-style': 'off',
    // A list may have a name (ARIA 1.2), and a page with three of them is easier heard with.
    'aria-label-misuse': ['error', { allowAnyNamable: true }],
    // A title is as long as that of its paper.
    'long-title': 'off',
    // Nothing comes from elsewhere.
    'require-sri': ['error', { target: 'crossorigin' }]
  }
})

/** Without the mail in the browser, which is made by other rules. */
const pages = () => Object.entries(site.pages).filter(([name]) => name !== 'edition')
const read = async (path: string) =>
  (await fetch(`${site.address}${path}`, { headers: { accept: 'text/html' } })).text()

test('every page is valid HTML', { timeout: 120_000 }, async () => {
  const findings: string[] = []
  for (const [name, path] of pages()) {
    const { results } = await validator.validateString(await read(path))
    for (const { messages } of results)
      findings.push(...messages.map(({ ruleId, message, selector }) => `${name}: ${ruleId}: ${message} at ${selector}`))
  }
  expect(findings).toEqual([])
})

test('no page is larger than 40 KB compressed, and its style sheet is small', async () => {
  const sizes = await Promise.all(
    Object.entries(site.pages).map(async ([name, path]) => ({ name, size: gzipSync(await read(path)).length }))
  )
  expect(sizes.filter(({ size }) => size > 40 * 1024)).toEqual([])
  const [, sheet = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(await read('/')) ?? []
  expect(gzipSync(await read(sheet)).length).toBeLessThan(8 * 1024)
})

test('a page asks for its style sheet and its icon and for nothing else, unless it has a form', async () => {
  const page = await site.browser.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(`${site.address}/papers`)
  await page.close()
  expect(asked.filter((path) => !/^\/(?:papers|style\.[0-9a-f]+\.css|favicon\.svg)$/.test(path))).toEqual([])
})

test.each(['light', 'dark'] as const)(
  'axe finds nothing on pages for readers: %s',
  { timeout: 120_000 },
  async (colorScheme) => {
    const context = await site.browser.newContext({
      colorScheme,
      bypassCSP: true,
      viewport: { width: 320, height: 640 }
    })
    await context.addInitScript(axe.source)
    const page = await context.newPage()
    const findings: string[] = []
    for (const [name, path] of Object.entries(site.pages)) {
      await page.goto(`${site.address}${path}`)
      const { violations } = await page.evaluate(async () => (globalThis as unknown as { axe: typeof axe }).axe.run())
      // A mail is an article, not the main part of a page.
      const wrong = violations.filter(({ id }) => name !== 'edition' || !/^(?:region|landmark-one-main)$/.test(id))
      findings.push(
        ...wrong.map(({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ target }) => String(target)).join(', ')}`)
      )
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      if (overflow > 0) findings.push(`${name}: ${overflow} px too wide`)
    }
    await context.close()
    expect(findings).toEqual([])
  }
)

test('the keyboard alone finds a paper: from the search form to its page and its citation', async () => {
  const context = await site.browser.newContext({ baseURL: site.address, javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/search')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await page.locator(':focus').getAttribute('name')).toBe('q')
  await page.keyboard.type('tokenizer')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/search?q=tokenizer')
  for (let presses = 0; presses < 14; presses++) {
    await page.keyboard.press('Tab')
    if ((await page.locator(':focus').getAttribute('href'))?.startsWith('/paper/') === true) break
  }
  await page.keyboard.press('Enter')
  await page.waitForURL('**/paper/*')
  expect(await page.getByRole('link', { name: 'BibTeX file' }).count()).toBe(1)
  await context.close()
})
