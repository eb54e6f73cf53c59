import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openFeedDay } from '../../services/papers/feed-day.ts'
import { systemClock } from '../../services/platform/clock.ts'
import { signDraftToken, signSubscriberToken } from '../../services/platform/tokens.ts'
import { accountTokenOf } from '../../services/subscribers/mails-owed.ts'
import { requestAccountLink } from '../../services/subscribers/preferences.ts'
import { testConfig } from '../support/app.ts'
import { aSubscriber, stateOf } from '../support/cast.ts'
import { judge } from './judge-page.ts'
import { useSite } from './site.ts'

// Whoever cannot use a mouse can do everything that a form here does; each page and each answer is looked
// at by axe, on a phone.

const site = useSite()
const { secretKeys } = testConfig()

/** An address of its own for each look, and the links that its mails would have. */
async function aReader(address: string) {
  const { db } = site.database
  const id = await aSubscriber(db, { address })
  const link = (purpose: 'unsubscribe' | 'preferences' | 'not-me') =>
    `/${purpose}/${signSubscriberToken(secretKeys, purpose, id)}`
  return {
    link,
    async account(): Promise<string> {
      await site.database.pool.query('truncate budget_marks')
      await requestAccountLink({ db, clock: systemClock, secretKeys }, link('preferences').split('/')[2] ?? '')
      const { rows } = await site.database.pool.query<{ id: number }>('select max(id) as id from account_links')
      return `/account/${await accountTokenOf({ db, secretKeys }, Number(rows[0]?.id))}`
    }
  }
}

/** Goes to what has this name by the Tab key, from the top of the page. */
async function reach(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null
      return [element?.textContent?.trim(), element?.labels?.[0]?.textContent?.trim()]
    })
    if (focused.includes(name)) return
  }
  throw new Error(`no Tab leads to "${name}" on ${page.url()}`)
}

/** Presses a button with the keyboard, and waits for the page that answers. */
async function press(page: Page, name: string): Promise<void> {
  await reach(page, name)
  const loaded = page.waitForEvent('load')
  await page.keyboard.press('Enter')
  await loaded
}

test.each(['light', 'dark'] as const)(
  'every form is used by the keyboard, and its answer is clean: %s',
  {
    timeout: 240_000
  },
  async (colorScheme) => {
    const context = await site.browser.newContext({
      baseURL: site.baseUrl,
      colorScheme,
      bypassCSP: true,
      acceptDownloads: true,
      viewport: { width: 320, height: 640 }
    })
    await context.addInitScript(axe.source)
    const page = await context.newPage()
    const findings: string[] = []
    const look = async (heading: string) => {
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(heading)
      for (const finding of await judge(page)) findings.push(`${heading}: ${finding}`)
    }
    const address = `ada-${colorScheme}@example.org`
    const reader = await aReader(address)
    const state = () => stateOf(site.database.db, address)

    await page.goto('/')
    await reach(page, 'Your email address')
    await page.keyboard.type(`new-${colorScheme}@example.org`)
    await press(page, 'Subscribe')
    await look('Look into your mailbox')
    await reach(page, 'The six digits from the mail')
    await page.keyboard.type('000000')
    await reach(page, 'Your email address')
    await page.keyboard.press('Control+A')
    await page.keyboard.type(`new-${colorScheme}@example.org`)
    await press(page, 'Confirm')
    await look('That code did not work')

    await page.goto(reader.link('preferences'))
    await look('One mail a day')
    await press(page, 'Pause')
    await look('Paused')
    expect(await state()).toBe('paused')
    await press(page, 'Resume')
    expect(await state()).toBe('active')
    await press(page, 'Mail me the link')
    await look('Look into your mailbox')

    await page.goto(reader.link('unsubscribe'))
    await look('Stop the daily mail?')
    await press(page, 'Unsubscribe')
    await look('You will get no more mail')
    expect(await state()).toBe('unsubscribed')
    await press(page, 'Undo: subscribe again')
    await look('You are subscribed again')
    expect(await state()).toBe('active')

    await page.goto(await reader.account())
    await look('What is kept about you')
    await reach(page, 'The new email address')
    await page.keyboard.type('nobody@localhost')
    await press(page, 'Ask the new address')
    await look('What is kept about you')
    expect(await page.getByRole('alert').count()).toBe(1)
    await reach(page, 'The new email address')
    await page.keyboard.press('Control+A')
    await page.keyboard.type(`moved-${colorScheme}@example.org`)
    await press(page, 'Ask the new address')
    await look('Look into the new mailbox')

    await page.goto(await reader.account())
    const download = page.waitForEvent('download')
    await reach(page, 'Download the copy')
    await page.keyboard.press('Enter')
    expect((await download).suggestedFilename()).toBe('subscription.json')

    await page.goto(await reader.account())
    await reach(page, 'Yes, erase it for good')
    await page.keyboard.press('Space')
    await press(page, 'Erase everything')
    await look('Everything is erased')
    expect(await state()).toBeUndefined()

    const stranger = await aReader(`stranger-${colorScheme}@example.org`)
    await page.goto(stranger.link('not-me'))
    await press(page, 'Never write to me')
    expect(await stateOf(site.database.db, `stranger-${colorScheme}@example.org`)).toBe('suppressed')
    expect(await judge(page)).toEqual([])
    await page.goto(stranger.link('preferences'))
    await look('Not subscribed')

    const expiresAt = new Date(Date.now() + 86_400_000)
    await page.goto(`/draft/${signDraftToken(secretKeys, { day: openFeedDay(new Date()), expiresAt })}`)
    expect(await judge(page)).toEqual([])
    await press(page, 'Hold the edition')
    expect(await judge(page)).toEqual([])
    await press(page, 'Release the edition')
    expect(await judge(page)).toEqual([])

    for (const path of ['/privacy', '/papers', '/search', '/search?q=attention', '/paper/1', '/feed/nothing.atom']) {
      await page.goto(path)
      for (const finding of await judge(page)) findings.push(`${path}: ${finding}`)
    }
    await context.close()
    expect(findings).toEqual([])
  }
)
