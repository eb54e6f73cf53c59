import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../platform/project-root.ts'
import { customProperties } from './custom-properties.ts'

/** In the order in which they hold: what comes later wins. */
const sheets = ['ground', 'frame', 'forms', 'plain', 'papers', 'paper', 'archive', 'facts', 'inbox', 'print']
const folder = join(projectRoot, 'services', 'api', 'pages', 'styles')

/** The one style sheet of all pages: the tokens, and what is made from them. */
export const stylesheet =
  customProperties() + sheets.map((name) => readFileSync(join(folder, `${name}.css`), 'utf8')).join('')

/** Its address changes with its content, so that browsers may keep it for good. */
export const stylesheetPath = `/style.${createHash('sha256').update(stylesheet).digest('hex').slice(0, 12)}.css`
