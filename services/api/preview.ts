import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { identityOf } from '../mail/identity.ts'
import { openTemplates, type Templates } from '../mail/templates.ts'
import { mistake } from '../mail/words/mistake.ts'
import { projectRoot } from '../platform/project-root.ts'
import { sendJson, sendPage } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { previewPage } from './pages/preview-page.tsx'
import { everyMail } from './preview-mails.ts'
import { policies } from './security-headers.ts'

const folder = join(projectRoot, 'templates')
const hide = { hide: true }
const script = `let seen
setInterval(async () => {
  const { version } = await (await fetch('/preview/version')).json().catch(() => ({}))
  if (seen !== undefined && version !== undefined && version !== seen) location.reload()
  seen = version ?? seen
}, 1000)
`

/** All mails side by side while their templates are worked on: registered in local mode only. */
export const preview: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  const { config, words } = deps
  let opened: { version: string; templates: Promise<Templates> } | undefined
  const mails = async () => {
    const version = versionOfFiles()
    if (opened?.version !== version) opened = { version, templates: openTemplates(folder, words) }
    return everyMail(await opened.templates, identityOf(config))
  }
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })

  app.get('/preview', { schema: hide }, async (_request, reply) => {
    reply.header('content-security-policy', policies.pageWithPreviews)
    return sendPage(reply, previewPage(deps, await mails()))
  })
  app.get('/preview/reload.js', { schema: hide }, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(script)
  )
  app.get('/preview/version', { schema: hide }, async (_request, reply) =>
    sendJson(reply, { version: versionOfFiles() })
  )
  app.get(
    '/preview/mails/:place',
    { schema: { ...hide, params: Type.Object({ place: Type.String() }) } },
    async (request, reply) => {
      const mail = (await mails())[Number(request.params.place)]
      if (mail === undefined) throw mistake('NOT_FOUND', 'problem.preview')
      reply.header('content-security-policy', policies.framedMail)
      return sendPage(reply, mail.html)
    }
  )
}

/** Changes with every template that is written, and with every start. */
function versionOfFiles(): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()
  return [process.pid, ...files.map((file) => statSync(join(folder, file)).mtimeMs)].join('.')
}
