import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { confirm, findConfirmation } from '../subscribers/confirm.ts'
import { sendJson, sendPage, sendUnknownLink } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { wantsJson } from './negotiation.ts'
import { alreadyConfirmedPage, confirmedPage, confirmPage, movedPage } from './pages/confirmation-pages.tsx'
import { pageOr, problemAnswer } from './schemas.ts'
import { prepareForSecretLinks } from './secret-links.ts'

const params = Type.Object({ token: Type.String() })
const state = Type.Object({
  state: Type.Union([
    Type.Literal('open'),
    Type.Literal('confirmed'),
    Type.Literal('moved'),
    Type.Literal('already_confirmed')
  ]),
  address: Type.Optional(Type.String({ description: 'Masked' }))
})
const response = {
  200: pageOr('What the link leads to', state),
  404: problemAnswer('TOKEN_UNKNOWN: unknown, forged or expired')
}

/** The link of the confirmation mail: a page with a button, and what the button does. */
export const confirmations: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  const { queues } = deps
  prepareForSecretLinks(app)

  app.get(
    '/confirm/:token',
    {
      schema: {
        tags: ['Subscription'],
        operationId: 'findConfirmation',
        summary: 'See what a confirmation link is for',
        params,
        response
      }
    },
    async (request, reply) => {
      const found = await findConfirmation(deps, request.params.token)
      if (found.kind === 'unknown') return sendUnknownLink(deps, request, reply)
      if (found.kind === 'confirmed') {
        return wantsJson(request)
          ? sendJson(reply, { state: 'already_confirmed' })
          : sendPage(reply, alreadyConfirmedPage(deps))
      }
      return wantsJson(request)
        ? sendJson(reply, { state: 'open', address: found.maskedAddress })
        : sendPage(reply, confirmPage(deps, found))
    }
  )

  app.post(
    '/confirm/:token',
    { schema: { tags: ['Subscription'], operationId: 'confirm', summary: 'Confirm a subscription', params, response } },
    async (request, reply) => {
      const { kind } = await confirm(deps, request.params.token)
      if (kind === 'unknown') return sendUnknownLink(deps, request, reply)
      if (kind === 'confirmed') void queues.nudge('notify')
      if (wantsJson(request)) return sendJson(reply, { state: kind })
      const pages = { confirmed: confirmedPage, moved: movedPage, already_confirmed: alreadyConfirmedPage }
      return sendPage(reply, pages[kind](deps))
    }
  )
}
