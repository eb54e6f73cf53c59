import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { findNotMe, type NotMe, suppressNotMe } from '../subscribers/not-me.ts'
import { sendJson, sendPage, sendUnknownLink } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { wantsJson } from './negotiation.ts'
import { notMePage, suppressedPage } from './pages/not-me-pages.tsx'
import { pageOr, problemAnswer } from './schemas.ts'
import { prepareForSecretLinks } from './secret-links.ts'

const params = Type.Object({ token: Type.String() })
const response = {
  200: pageOr(
    'Whether this address is written to',
    Type.Object({
      state: Type.Union([Type.Literal('open'), Type.Literal('suppressed')]),
      address: Type.String({ description: 'Masked' })
    })
  ),
  404: problemAnswer('TOKEN_UNKNOWN: unknown or forged')
}

/** "This was not me", from the confirmation mail: a page with a button, and what the button does. */
export const notMe: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  const { config } = deps
  const withKeys = { ...deps, secretKeys: config.secretKeys }
  prepareForSecretLinks(app)

  function answer(request: FastifyRequest, reply: FastifyReply, found: NotMe): FastifyReply {
    if (found.kind === 'unknown') return sendUnknownLink(deps, request, reply)
    if (wantsJson(request)) return sendJson(reply, { state: found.kind, address: found.maskedAddress })
    return sendPage(reply, found.kind === 'open' ? notMePage(deps, found) : suppressedPage(deps, found))
  }

  app.get(
    '/not-me/:token',
    {
      schema: {
        tags: ['Subscription'],
        operationId: 'findNotMe',
        summary: 'See whose address a "this was not me" link is about',
        params,
        response
      }
    },
    async (request, reply) => answer(request, reply, await findNotMe(withKeys, request.params.token))
  )

  app.post(
    '/not-me/:token',
    {
      schema: {
        tags: ['Subscription'],
        operationId: 'suppressNotMe',
        summary: 'Never write to this address again',
        params,
        response
      }
    },
    async (request, reply) => answer(request, reply, await suppressNotMe(withKeys, request.params.token))
  )
}
