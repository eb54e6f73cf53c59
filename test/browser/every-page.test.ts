import axe from 'axe-core'
import { beforeAll, expect, test } from 'vitest'
import { openFeedDay } from '../../services/papers/feed-day.ts'
import { signDraftToken, signSubscriberToken } from '../../services/platform/tokens.ts'
import { adminToken, testConfig } from '../support/app.ts'
import { aSubscriber } from '../support/cast.ts'
import { listPapers } from '../support/papers.ts'
import { waitForInbox } from '../support/service.ts'
import { judge } from './judge-page.ts'
import { useSite } from './site.ts'

const site = useSite()
const addresses: Record<string, string> = {}
const sizes = { phone: { width: 320, height: 640 }, desktop: { width: 1280, height: 900 } }

beforeAll(async () => {
  await site.subscribe('ada@example.org')
  const [mail] = await waitForInbox(site, 'ada@example.org', 1)
  const text = await (await fetch(`${site.baseUrl}/inbox/messages/${mail?.id}?view=text`)).text()
  const id = await aSubscriber(site.database.db, { address: 'bea@example.org' })
  const left = await aSubscriber(site.database.db, { address: 'carol@example.org', state: 'unsubscribed' })
  const token = (subscriber: number) => signSubscriberToken(testConfig().secretKeys, 'unsubscribe', subscriber)
  const draft = signDraftToken(testConfig().secretKeys, {
    day: openFeedDay(new Date()),
    expiresAt: new Date(Date.now() + 86_400_000)
  })
  Object.assign(addresses, {
    'the front page with the sample': '/',
    'the inbox': '/inbox',
    'a mail as HTML': `/inbox/messages/${mail?.id}`,
    'a mail as text': `/inbox/messages/${mail?.id}?view=text`,
    'a mail as source': `/inbox/messages/${mail?.id}?view=source`,
    'a confirmation': /href="(http[^"]*\/confirm\/[^"]+)"/.exec(text)?.[1] ?? '',
    'an unsubscription': `/unsubscribe/${token(id)}`,
    'a draft': `/draft/${draft}`,
    'an unsubscription of one who left': `/unsubscribe/${token(left)}`
  })
})

const plain = {
  'a day without papers': '/papers/2026-11-22',
  'the open day': `/papers/${openFeedDay(new Date())}`,
  'the sample': '/papers/sample',
  'the status': '/status/today',
  'the admin page': '/admin',
  'an unknown page': '/nowhere',
  'an unknown link': '/confirm/unknown',
  'a malformed day': '/papers/yesterday'
}

const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  (['phone', 'desktop'] as const).map((device) => ({ colorScheme, device }))
)

// 19 pages at about half a second each.
test.each(looks)(
  'every page is clean for axe and fits: $device, $colorScheme',
  { timeout: 240_000 },
  async ({ colorScheme, device }) => {
    const context = await site.browser.newContext({
      baseURL: site.baseUrl,
      colorScheme,
      viewport: sizes[device],
      // axe is a script, and no page of ours lets one run.
      bypassCSP: true,
      httpCredentials: { username: 'operator', password: adminToken }
    })
    await context.addInitScript(axe.source)
    const page = await context.newPage()
    const findings: string[] = []
    const look = async (name: string) => {
      for (const finding of await judge(page)) findings.push(`${name}: ${finding}`)
    }

    for (const [name, address] of Object.entries({ ...addresses, ...plain })) {
      await page.goto(address)
      await look(name)
    }
    const subscribe = async (address: string) => {
      // A page that is judged before it is loaded has no style yet.
      const loaded = page.waitForEvent('load')
      await page.getByLabel('Your email address').fill(address)
      await page.getByRole('button', { name: 'Subscribe' }).click()
      await loaded
    }
    await page.goto('/')
    await subscribe('nobody@localhost')
    await look('the form with a mistake')
    await subscribe('nobody@example.org')
    await look('the accepted sign-up')
    await context.close()
    expect(findings).toEqual([])
  }
)

test('the front page of a real day is clean as well', async () => {
  const context = await site.browser.newContext({ baseURL: site.baseUrl, viewport: sizes.phone, bypassCSP: true })
  await context.addInitScript(axe.source)
  await listPapers(site.database.db, '2026-11-20', 12)
  const page = await context.newPage()
  for (const address of ['/', '/papers/2026-11-20']) {
    await page.goto(address)
    expect(await judge(page)).toEqual([])
  }
  await context.close()
})
