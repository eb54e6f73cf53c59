import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { stateOf } from '../support/cast.ts'
import { waitForInbox } from '../support/service.ts'
import { useSite } from './site.ts'

const site = useSite()
let context: BrowserContext
let page: Page
/** What the browser complained of: a blocked style, a missing file, a frame that may not be shown. */
const complaints: string[] = []

beforeEach(async () => {
  complaints.length = 0
  context = await site.browser.newContext({ baseURL: site.baseUrl, javaScriptEnabled: false })
  context.on('console', (message) => complaints.push(message.text()))
  context.on('requestfailed', (request) => complaints.push(`${request.url()} ${request.failure()?.errorText}`))
  page = await context.newPage()
})
afterEach(async () => {
  await context.close()
})

const heading = (where = page) => where.getByRole('heading', { level: 1 }).textContent()

test('a person signs up, confirms, is welcomed, leaves, and comes back with undo, without a script', async () => {
  const ada = 'ada@example.org'
  await page.goto('/')
  expect(await page.getByText('This is a sample.').count()).toBe(1)
  await page.getByLabel('Your email address').fill(ada)
  await page.getByRole('button', { name: 'Subscribe' }).click()
  expect(await heading()).toBe('Look into your mailbox')
  await waitForInbox(site, ada, 1)
  await page.getByRole('link', { name: 'Open the inbox' }).click()
  await page
    .getByRole('listitem')
    .getByRole('link', { name: /confirm/i })
    .click()

  const confirmation = await follow(
    page
      .frameLocator('iframe')
      .getByRole('link', { name: /confirm/i })
      .first()
  )
  expect(await stateOf(site.database.db, ada)).toBe('pending')
  await confirmation.getByRole('button', { name: 'Confirm the subscription' }).click()
  expect(await heading(confirmation)).toBe('You are subscribed')
  expect(await stateOf(site.database.db, ada)).toBe('active')

  const [welcome] = await waitForInbox(site, ada, 2)
  await page.goto(`/inbox/messages/${welcome?.id}`)
  const unsubscription = await follow(
    page
      .frameLocator('iframe')
      .getByRole('link', { name: /unsubscribe/i })
      .first()
  )
  expect(await stateOf(site.database.db, ada)).toBe('active')
  await unsubscription.getByRole('button', { name: 'Unsubscribe' }).click()
  expect(await heading(unsubscription)).toBe('You will get no more mail')
  expect(await stateOf(site.database.db, ada)).toBe('unsubscribed')
  await unsubscription.getByRole('button', { name: /Undo/ }).click()
  expect(await heading(unsubscription)).toBe('You are subscribed again')
  expect(await stateOf(site.database.db, ada)).toBe('active')
  expect(complaints).toEqual([])
})

test('the keyboard alone is enough, from the first page to the confirmation', async () => {
  const bea = 'bea@example.org'
  await page.goto('/')
  await page.keyboard.press('Tab')
  expect(await page.locator(':focus').textContent()).toContain('Skip to the content')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await page.locator(':focus').getAttribute('name')).toBe('email')
  await page.keyboard.type(bea)
  await page.keyboard.press('Tab')
  expect(await page.locator(':focus').textContent()).toBe('Subscribe')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/subscriptions')
  await waitForInbox(site, bea, 1)

  const [mail] = await waitForInbox(site, bea, 1)
  await page.goto(`/inbox/messages/${mail?.id}?view=text`)
  const link = await page
    .getByRole('link', { name: /\/confirm\// })
    .first()
    .getAttribute('href')
  await page.goto(link ?? '')
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab')
    if ((await page.locator(':focus').textContent()) === 'Confirm the subscription') break
  }
  await page.keyboard.press('Enter')
  await page.getByText('You are subscribed').waitFor()
  expect(await stateOf(site.database.db, bea)).toBe('active')
})

test('a mistake in the address is told beside the field, which keeps what was typed', async () => {
  await page.goto('/')
  // The browser's own check lets this pass; ours does not.
  await page.getByLabel('Your email address').fill('ada@localhost')
  await page.getByRole('button', { name: 'Subscribe' }).click()
  const field = page.getByLabel('Your email address')
  expect(await field.inputValue()).toBe('ada@localhost')
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  expect(await page.getByRole('alert').textContent()).toBe('This does not look like an email address.')
})

/** Clicks a link of a mail; it opens beside the inbox. */
async function follow(link: { click(): Promise<void> }): Promise<Page> {
  const [opened] = await Promise.all([context.waitForEvent('page'), link.click()])
  await opened.waitForLoadState()
  return opened
}
