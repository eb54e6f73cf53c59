import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { projectRoot } from '../../services/platform/project-root.ts'
import { difference, readBaseline, readPicture, writeBaseline } from '../support/pictures.ts'
import { usePictureSite } from './picture-site.ts'

// Baselines are taken anew with: npx vitest run test/browser/pictures.test.ts --update=all
const site = usePictureSite()
const baselines = join(projectRoot, 'test', 'browser', 'pictures')
const mails = ['digest', 'confirmation', 'welcome', 'draft']

/** So much may differ: other machines smooth a curve otherwise. A word that is another is more. */
const tolerance = 0.002
/** Pictures end here; further down a page repeats itself. */
const tallest = 1600

const looks = [
  { device: 'phone', colorScheme: 'light', width: 320 },
  { device: 'desktop', colorScheme: 'dark', width: 1024 }
] as const

test.each(looks)('pages and mails look as they did: $device, $colorScheme', { timeout: 300_000 }, async (look) => {
  const { device, colorScheme, width } = look
  const context = await site.browser.newContext({
    colorScheme,
    viewport: { width, height: 800 },
    reducedMotion: 'reduce'
  })
  const page = await context.newPage()
  const addresses = {
    ...Object.fromEntries(Object.entries(site.pages).map(([name, path]) => [name, `${site.address}${path}`])),
    ...Object.fromEntries(
      mails.map((mail) => [`mail-${mail}`, pathToFileURL(join(projectRoot, 'test', 'golden', `${mail}.html`)).href])
    )
  }
  const findings: string[] = []
  for (const [name, address] of Object.entries(addresses)) {
    await page.goto(address)
    const finding = await compare(await picture(page, width), `${name}-${device}-${colorScheme}.png`)
    if (finding !== undefined) findings.push(finding)
  }
  await context.close()
  expect(findings).toEqual([])
})

async function picture(page: Page, width: number): Promise<Buffer> {
  const height = await page.evaluate<number>('document.documentElement.scrollHeight')
  return page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, tallest) } })
}

/** What is wrong with a picture; with --update=all, or where there was none and none is not allowed, it becomes the baseline. */
async function compare(png: Buffer, file: string): Promise<string | undefined> {
  const path = join(baselines, file)
  const now = readPicture(png)
  const before = await readBaseline(path)
  if (updates() || before === undefined) {
    writeBaseline(path, now)
    return before === undefined && !updates() ? `${file} had no baseline and has one now: look at it` : undefined
  }
  const share = difference(before, now)
  if (share <= tolerance) return undefined
  const seen = join(tmpdir(), `daily-papers-${file}`)
  writeFileSync(seen, png)
  const what =
    share === 1
      ? `is ${now.width}x${now.height}, was ${before.width}x${before.height}`
      : `differs by ${(100 * share).toFixed(2)} %`
  return `${file} ${what}: see ${seen}`
}

/** Whether vitest was told to take everything anew; it says so to nobody but its own snapshots. */
function updates(): boolean {
  const { snapshotState } = expect.getState() as unknown as { snapshotState: Record<string, unknown> }
  return snapshotState['_updateSnapshot'] === 'all'
}
