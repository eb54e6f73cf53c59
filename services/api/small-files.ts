import type { FastifyInstance } from 'fastify'
import { tokens } from '../mail/tokens.ts'
import { signUpScript, signUpScriptPath } from './pages/sign-up-script.ts'
import { stylesheet, stylesheetPath } from './pages/stylesheet.ts'

const { accent, onAccent } = tokens.light
const favicon =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="${accent}"/>` +
  `<path d="M8 8.5h16M8 14h16M8 19.5h16M8 25h9" stroke="${onAccent}" stroke-width="2.5" stroke-linecap="round"/></svg>`

const robots = [
  'User-agent: *',
  'Disallow: /confirm/',
  'Disallow: /unsubscribe/',
  'Disallow: /not-me/',
  'Disallow: /preferences/',
  'Disallow: /account/',
  'Disallow: /draft/',
  'Disallow: /inbox',
  'Disallow: /admin',
  ''
]

/** The style sheet, the script, the icon, and what search engines may look at. */
export async function smallFiles(app: FastifyInstance): Promise<void> {
  const hide = { schema: { hide: true } }

  app.get(stylesheetPath, hide, (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type('text/css; charset=utf-8')
      .send(stylesheet)
  )
  app.get(signUpScriptPath, hide, (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type('text/javascript; charset=utf-8')
      .send(signUpScript)
  )
  app.get('/favicon.svg', hide, (_request, reply) =>
    reply.header('cache-control', 'public, max-age=86400').type('image/svg+xml').send(favicon)
  )
  app.get('/robots.txt', hide, (_request, reply) => reply.type('text/plain; charset=utf-8').send(robots.join('\n')))
}
