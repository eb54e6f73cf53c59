import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import chromium from '@sparticuz/chromium'
import type { AxeResults } from 'axe-core'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyMail, type PreviewedMail } from '../../services/api/preview-mails.ts'
import { byDefault } from '../../services/editions/chosen-blocks.ts'
import { compileDigest } from '../../services/mail/digest.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { edition, identity } from '../golden/edition.ts'
import { joined } from '../golden/joined.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let browser: Browser
let mails: PreviewedMail[]
beforeAll(async () => {
  const templates = await openTemplates()
  const segments = compileDigest(templates, identity, edition)
  const hostile = { name: 'hostile', subject: '', ...joined(segments, byDefault({ ...segments, selected: 7 })) }
  mails = [...everyMail(templates, identity), hostile]
  browser = await playwright.launch({
    // One process for everything falls over with its second page.
    args: chromium.args.filter((arg) => arg !== '--single-process' && arg !== '--no-zygote'),
    executablePath: await chromium.executablePath()
  })
}, 60_000)
afterAll(() => browser.close())

async function shown<Seen>(
  { html }: PreviewedMail,
  view: { scheme: 'light' | 'dark'; width: number; height?: number },
  look: (page: Page) => Promise<Seen>
): Promise<Seen> {
  const viewport = { width: view.width, height: view.height ?? 900 }
  const page = await browser.newPage({ colorScheme: view.scheme, viewport })
  try {
    await page.setContent(html)
    return await look(page)
  } finally {
    await page.close()
  }
}

test.each(['light', 'dark'] as const)(
  'axe finds nothing in any mail, %s',
  async (scheme) => {
    for (const mail of mails) {
      const found = await shown(mail, { scheme, width: 720 }, async (page) => {
        await page.evaluate(axe)
        return page.evaluate(async () => {
          const { axe: loaded } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } }
          const { violations } = await loaded.run()
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
        })
      })
      // A mail is an article in its client's page, which has the landmarks.
      const wrong = found.filter((line) => !/^(region|landmark-one-main)\b/.test(line))
      expect({ mail: mail.name, wrong }).toEqual({ mail: mail.name, wrong: [] })
    }
  },
  120_000
)

test('no mail is wider than a phone of 320 pixels', async () => {
  for (const mail of mails) {
    const width = await shown(mail, { scheme: 'light', width: 320 }, (page) =>
      page.evaluate(() => document.documentElement.scrollWidth)
    )
    expect({ mail: mail.name, width }).toEqual({ mail: mail.name, width: 320 })
  }
}, 60_000)

test('a phone of 320 x 568 pixels shows the titles of two papers without scrolling', async () => {
  const bottoms = await shown(mails.at(-1) as PreviewedMail, { scheme: 'light', width: 320 }, (page) =>
    page.evaluate(() => [...document.querySelectorAll('h2')].map((title) => title.getBoundingClientRect().bottom))
  )
  expect(bottoms[1]).toBeLessThanOrEqual(568)
})

test('no summary is cut off in a window of 320 pixels, where nothing could show the rest of it', async () => {
  for (const mail of mails) {
    const cut = await shown(mail, { scheme: 'light', width: 320 }, (page) =>
      page.evaluate(() =>
        [...document.querySelectorAll('.say')]
          .filter((one) => one.scrollHeight > one.clientHeight || getComputedStyle(one).overflow !== 'visible')
          .map((one) => one.textContent)
      )
    )
    expect({ mail: mail.name, cut }).toEqual({ mail: mail.name, cut: [] })
  }
}, 60_000)

test('the preheader is not seen, and nothing in the dark is left light', async () => {
  for (const mail of mails) {
    const [first, grounds] = await shown(mail, { scheme: 'dark', width: 720 }, async (page) => [
      await page.evaluate(() => (document.body.firstElementChild as HTMLElement).offsetHeight),
      await page.evaluate(() =>
        [...document.querySelectorAll('body, body *')].map((one) => getComputedStyle(one).backgroundColor)
      )
    ])
    expect({ mail: mail.name, first }).toEqual({ mail: mail.name, first: 0 })
    expect(new Set(grounds)).not.toContain('rgb(251, 249, 244)')
  }
}, 60_000)
