import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { previewEdition } from '../delivery/preview-edition.ts'
import { openTemplates } from '../mail/templates.ts'
import { systemClock } from '../platform/clock.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

export async function preview(day: string, { out, json }: { out: string; json?: boolean }): Promise<void> {
  await withStorage(async ({ config, db }) => {
    const templates = await openTemplates()
    const { html, text, eml } = await previewEdition(
      { db, clock: systemClock, config, templates },
      day === 'sample' ? null : day
    )
    await mkdir(out, { recursive: true })
    const files = { 'digest.html': html, 'digest.txt': text, 'digest.eml': eml }
    for (const [name, content] of Object.entries(files)) await writeFile(join(out, name), content)
    const paths = Object.keys(files).map((name) => join(out, name))
    report({ day, files: paths, htmlBytes: Buffer.byteLength(html) }, { json, lines: paths })
  })
}
