import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { startApi } from '../../services/api/main.ts'
import { type Clock, systemClock } from '../../services/platform/clock.ts'
import { startWorkers } from '../../workers/main.ts'
import { openDeps } from '../support/app.ts'
import { type TestDatabase, useDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { launchBrowser } from './launch-browser.ts'

export interface Site {
  browser: Browser
  baseUrl: string
  database: TestDatabase
  /** Leaves an address in the form. */
  subscribe(email: string): Promise<void>
  /** Lets the workers finish what they do, and no more; the pages stay. */
  stopWorkers(): Promise<void>
}

/** The whole service in this process, in local mode on a port of its own, and a browser to walk through it. */
export function useSite({
  clock = systemClock,
  environment = {}
}: {
  clock?: Clock
  environment?: Record<string, string>
} = {}): Site {
  const site = { database: useDatabase() } as Site
  const closers: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    const port = String(await freePort())
    const opened = await openDeps(site.database, [], { ...environment, PORT: port })
    const deps = { ...opened, url: site.database.url, clock }
    closers.push(() => deps.queues.close())
    const api = await startApi(deps)
    closers.push(() => api.close())
    const workers = await startWorkers(deps)
    let stopped: Promise<void> | undefined
    site.stopWorkers = () => (stopped ??= workers.close())
    closers.push(() => site.stopWorkers())
    site.baseUrl = deps.config.baseUrl
    site.browser = await launchBrowser()
    closers.push(() => site.browser.close())
  })
  site.subscribe = async (email) => {
    const { status } = await fetch(`${site.baseUrl}/subscriptions`, {
      method: 'POST',
      body: new URLSearchParams({ email })
    })
    if (status !== 202) throw new Error(`the sign-up answered ${status}`)
  }
  afterAll(async () => {
    for (const close of closers.toReversed()) await close()
  })
  return site
}
