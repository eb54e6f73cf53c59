import type axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe, which its context brings along, finds wrong with the page, and how far it is wider than the window. */
export async function judge(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(async () => (globalThis as unknown as { axe: typeof axe }).axe.run())
  const findings = violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => String(target)).join(', ')}`)
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  return overflow > 0 ? [...findings, `${overflow} px too wide`] : findings
}
