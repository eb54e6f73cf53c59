import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { findMessage, listMessages } from '../mail/inbox.ts'
import { mistake } from '../mail/words/mistake.ts'
import { sendJson, sendPage } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { mailPart, openMail } from './inbox-mail.ts'
import { inboxPage, mailPage } from './pages/inbox-pages.tsx'
import { jsonOnly } from './schemas.ts'
import { policies } from './security-headers.ts'

/** As many as the inbox keeps. */
const limit = 2000

const entries = Type.Array(
  Type.Object({
    id: Type.Integer(),
    to: Type.String(),
    subject: Type.String(),
    receivedAt: Type.String({ format: 'date-time' }),
    size: Type.Integer({ description: 'Bytes' })
  })
)
const params = Type.Object({ id: Type.String() })
const hide = { hide: true }

/** The built-in inbox: registered in local mode only. */
export const inbox: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  const { db } = deps
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })

  app.get('/inbox', { schema: hide }, async (_request, reply) =>
    sendPage(reply, inboxPage(deps, await listMessages({ db }, { limit })))
  )

  app.get(
    '/inbox/messages',
    {
      schema: {
        tags: ['Service'],
        operationId: 'listMessages',
        summary: 'The mails of the built-in inbox, newest first (local mode)',
        response: { 200: jsonOnly('Mails', entries) }
      }
    },
    async (_request, reply) => {
      const messages = await listMessages({ db }, { limit })
      return sendJson(
        reply,
        messages.map((message) => ({ ...message, receivedAt: message.receivedAt.toISOString() }))
      )
    }
  )

  app.get(
    '/inbox/messages/:id',
    {
      schema: {
        ...hide,
        params,
        querystring: Type.Object({ view: Type.Optional(Type.Enum(['html', 'text', 'source'])) })
      }
    },
    async (request, reply) => {
      const mail = await openMail(await find(request.params.id))
      reply.header('content-security-policy', policies.pageWithMail)
      return sendPage(reply, mailPage(deps, mail, request.query.view ?? 'html'))
    }
  )

  app.get('/inbox/messages/:id/html', { schema: { ...hide, params } }, async (request, reply) => {
    const part = await mailPart(await find(request.params.id))
    if (part === undefined) throw mistake('NOT_FOUND', 'problem.mailHtml')
    reply.header('content-security-policy', policies.framedMail)
    return reply.type('text/html; charset=utf-8').send(part)
  })

  app.get('/inbox/messages/:id.eml', { schema: { ...hide, params } }, async (request, reply) => {
    const { id, source } = await find(request.params.id)
    return reply.header('content-disposition', `attachment; filename="${id}.eml"`).type('message/rfc822').send(source)
  })

  async function find(id: string) {
    const found = /^\d{1,15}$/.test(id) ? await findMessage({ db }, Number(id)) : undefined
    if (found === undefined) throw mistake('NOT_FOUND', 'problem.mail')
    return found
  }
}
