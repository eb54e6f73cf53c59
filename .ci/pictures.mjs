// Takes the README's pictures of the page and of the mail: npm run pictures.
// Starts the service on a folder of its own, as `npm start` would on a new machine.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import chromium from '@sparticuz/chromium'
import { chromium as browserType } from 'playwright-core'

const root = join(import.meta.dirname, '..')
const out = join(root, 'docs', 'pictures')
const dataDir = mkdtempSync(join(tmpdir(), 'daily-papers-pictures-'))
const port = await freePort()
const service = spawn(process.execPath, [join(root, 'services', 'cli', 'launch.js'), 'start'], {
  env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'warn', PAPER_SOURCES: 'none' },
  stdio: 'ignore'
})
// One process for everything falls over with its second page.
const args = chromium.args.filter((arg) => arg !== '--single-process' && arg !== '--no-zygote')
const browser = await browserType.launch({ args, executablePath: await chromium.executablePath() })
try {
  mkdirSync(out, { recursive: true })
  const base = `http://localhost:${port}`
  await untilAnswers(`${base}/editions/sample`)
  for (const colorScheme of ['light', 'dark']) {
    await take(`${base}/`, { colorScheme, width: 1180, height: 900, path: join(out, `page-${colorScheme}.png`) })
    await take(`${base}/editions/sample`, {
      colorScheme,
      width: 720,
      height: 900,
      path: join(out, `mail-${colorScheme}.png`)
    })
  }
} finally {
  await browser.close()
  service.kill('SIGTERM')
  await once(service, 'exit')
  rmSync(dataDir, { recursive: true, force: true })
}

async function take(url, { colorScheme, width, height, path }) {
  const page = await browser.newPage({ colorScheme, viewport: { width, height } })
  await page.goto(url)
  await page.screenshot({ path })
  await page.close()
}

async function untilAnswers(url) {
  for (let tries = 0; tries < 300; tries++) {
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok) return
    await pause(200)
  }
  throw new Error(`${url} did not answer`)
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: free } = server.address()
  server.close()
  await once(server, 'close')
  return free
}
