import { expect, test } from 'vitest'
import { useSite } from './site.ts'

const site = useSite()

test('under pressure a browser brings a proof of work along, and knows the address for the code', async () => {
  await site.database.pool.query(
    "insert into sign_up_pressure values ('volume', now() - interval '1 minute', now() + interval '1 hour')"
  )
  // Nobody settles it: what a browser handed in stays to be looked at.
  const client = await site.database.pool.connect()
  await client.query("select pg_advisory_lock(hashtextextended('daily-papers/budgets', 0))")
  try {
    const page = await site.browser.newPage()
    const complaints: string[] = []
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())))
    await page.goto(site.baseUrl)
    await page.locator('#email').pressSequentially('ada@example.org')
    await page.locator('form[action="/subscriptions"] button').click()
    await page.locator('#code').waitFor({ timeout: 60_000 })
    expect(await page.locator('#code-email').inputValue()).toBe('ada@example.org')
    expect(complaints).toEqual([])
    const { rows } = await site.database.pool.query('select vouched from sign_ups')
    expect(rows).toEqual([{ vouched: 'proof' }])
  } finally {
    await client.query("select pg_advisory_unlock(hashtextextended('daily-papers/budgets', 0))")
    client.release()
  }
}, 120_000)

test('without scripts the form works the same', async () => {
  const context = await site.browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(site.baseUrl)
  await page.locator('#email').fill('bea@example.org')
  await page.locator('form[action="/subscriptions"] button').click()
  await page.locator('#code').waitFor()
  expect(await page.locator('#code-email').inputValue()).toBe('')
  await context.close()
}, 60_000)
