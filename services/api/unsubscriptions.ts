import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { mistake } from '../mail/words/mistake.ts'
import { findSubscription, undoUnsubscribe, unsubscribe } from '../subscribers/unsubscribe.ts'
import { sendJson, sendPage, sendUnknownLink } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { wantsJson } from './negotiation.ts'
import {
  notSubscribedPage,
  restoredPage,
  undoTooLatePage,
  unsubscribedPage,
  unsubscribePage
} from './pages/unsubscribe-pages.tsx'
import { pageOr, problemAnswer } from './schemas.ts'
import { prepareForSecretLinks } from './secret-links.ts'

const params = Type.Object({ token: Type.String() })
const state = Type.Object({
  state: Type.Union([Type.Literal('subscribed'), Type.Literal('unsubscribed'), Type.Literal('restored')]),
  address: Type.Optional(Type.String({ description: 'Masked' }))
})
const response = {
  200: pageOr('What the link did or is for', state),
  404: problemAnswer('TOKEN_UNKNOWN: unknown or forged')
}

/** The link at the end of every mail, for people and for mail providers' one-click (RFC 8058). */
export const unsubscriptions: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  const { config } = deps
  const withKeys = { ...deps, secretKeys: config.secretKeys }
  prepareForSecretLinks(app)

  /** A mail provider that unsubscribes somebody from an old mail is told that it is done. */
  function sendErased(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    return wantsJson(request) ? sendJson(reply, { state: 'unsubscribed' }) : sendPage(reply, notSubscribedPage(deps))
  }

  app.get(
    '/unsubscribe/:token',
    {
      schema: {
        tags: ['Subscription'],
        operationId: 'findSubscription',
        summary: 'See whom an unsubscribe link is for',
        params,
        response
      }
    },
    async (request, reply) => {
      const found = await findSubscription(withKeys, request.params.token)
      if (found.kind === 'unknown') return sendUnknownLink(deps, request, reply)
      if (found.kind === 'erased') return sendErased(request, reply)
      const subscribed = ['pending', 'active', 'paused'].includes(found.state)
      if (wantsJson(request)) {
        return sendJson(reply, { state: subscribed ? 'subscribed' : 'unsubscribed', address: found.maskedAddress })
      }
      return sendPage(reply, unsubscribePage(deps, { maskedAddress: found.maskedAddress, subscribed }))
    }
  )

  app.post(
    '/unsubscribe/:token',
    {
      schema: {
        tags: ['Subscription'],
        operationId: 'unsubscribe',
        summary: 'Unsubscribe at once; any body (RFC 8058)',
        params,
        response
      }
    },
    async (request, reply) => {
      const outcome = await unsubscribe(withKeys, request.params.token)
      if (outcome.kind === 'unknown') return sendUnknownLink(deps, request, reply)
      if (outcome.kind === 'erased') return sendErased(request, reply)
      const { maskedAddress, undo } = outcome
      if (wantsJson(request)) return sendJson(reply, { state: 'unsubscribed', address: maskedAddress })
      const undoAction = undo ? `/unsubscribe/${request.params.token}/undo` : undefined
      return sendPage(reply, unsubscribedPage(deps, { maskedAddress, undoAction }))
    }
  )

  app.post(
    '/unsubscribe/:token/undo',
    {
      schema: {
        tags: ['Subscription'],
        operationId: 'undoUnsubscribe',
        summary: 'Take an unsubscription back, for an hour',
        params,
        response: { ...response, 409: problemAnswer('UNDO_TOO_LATE') }
      }
    },
    async (request, reply) => {
      const { kind } = await undoUnsubscribe(withKeys, request.params.token)
      if (kind === 'unknown') return sendUnknownLink(deps, request, reply)
      if (kind === 'restored') {
        return wantsJson(request) ? sendJson(reply, { state: 'restored' }) : sendPage(reply, restoredPage(deps))
      }
      if (wantsJson(request)) throw mistake('UNDO_TOO_LATE', 'problem.undo')
      return sendPage(reply.code(409), undoTooLatePage(deps))
    }
  )
}
