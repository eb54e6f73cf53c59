import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'

// One process for everything falls over with its first page, and without the same-origin policy nothing is proven.
const unwanted = ['--single-process', '--no-zygote', '--disable-web-security', '--allow-running-insecure-content']

/** Chromium from npm. `ownFonts`: with the one font that it brings and none of the machine's, so that pictures are the same everywhere. */
export async function launchBrowser({ ownFonts = false } = {}): Promise<Browser> {
  const executablePath = await chromium.executablePath()
  return playwright.launch({
    args: chromium.args.filter((arg) => !unwanted.includes(arg)),
    executablePath,
    ...(ownFonts ? { env: { ...process.env, FONTCONFIG_FILE: fontsFile() } } : {})
  })
}

/** Names the folder that executablePath() unpacks the font into. */
function fontsFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'daily-papers-fonts-'))
  const file = join(folder, 'fonts.conf')
  const [fonts, cache] = [join(tmpdir(), 'fonts'), join(folder, 'cache')]
  writeFileSync(file, `<?xml version="1.0"?><fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>`)
  return file
}
