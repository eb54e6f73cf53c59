import { beforeAll, expect, test } from 'vitest'
import { stampField } from '../../services/api/pages/sign-up-form.tsx'
import { readFormStamp } from '../../services/platform/tokens.ts'
import { publicEnvironment, useApp } from '../support/app.ts'
import { makeEdition } from './reading-rig.ts'

const site = useApp(publicEnvironment)

beforeAll(async () => {
  await makeEdition(site, '2026-11-20', 6, 0)
})

test('the form of a page that is kept tells when it was sent, not when it was rendered', async () => {
  const renderedAt = site.deps.clock.now().getTime()
  expect(await shownAt('/')).toBe(renderedAt)
  site.deps.clock.advance(5000)
  expect(await shownAt('/')).toBe(renderedAt + 5000)
})

test('what was sent within a tenth of a second is sent again, and never says a later moment than its own', async () => {
  const first = await shownAt('/papers/2026-11-20')
  site.deps.clock.advance(99)
  expect(await shownAt('/papers/2026-11-20')).toBe(first)
  site.deps.clock.advance(1)
  expect(await shownAt('/papers/2026-11-20')).toBe(first + 100)
})

async function shownAt(url: string): Promise<number> {
  const { body } = await site.app.inject({ url, headers: { accept: 'text/html' } })
  const stamp = new RegExp(`name="${stampField}" value="([^"]+)"`).exec(body)?.[1] ?? ''
  return readFormStamp(site.deps.config.secretKeys, stamp)?.getTime() ?? 0
}
