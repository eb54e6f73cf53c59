import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../platform/project-root.ts'

/** The one style sheet of all pages. */
export const stylesheet = readFileSync(join(projectRoot, 'services', 'api', 'pages', 'style.css'), 'utf8')

/** Its address changes with its content, so that browsers may keep it for good. */
export const stylesheetPath = `/style.${createHash('sha256').update(stylesheet).digest('hex').slice(0, 12)}.css`
