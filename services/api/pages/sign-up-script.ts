import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../platform/project-root.ts'

/** The one script of our own pages: beside the sign-up form, which does without it. */
export const signUpScript = readFileSync(join(projectRoot, 'services', 'api', 'pages', 'sign-up.js'), 'utf8')

/** Its address changes with its content, so that browsers may keep it for good. */
export const signUpScriptPath = `/sign-up.${createHash('sha256').update(signUpScript).digest('hex').slice(0, 12)}.js`
