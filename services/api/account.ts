import formbody from '@fastify/formbody'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { eraseByLink } from '../delivery/erase-reader.ts'
import { exportByLink } from '../delivery/export-reader.ts'
import { AppError } from '../platform/errors.ts'
import { findAccount } from '../subscribers/account.ts'
import { requestMove } from '../subscribers/change-address.ts'
import { sendJson, sendPage, sendUnknownLink } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { clientNetwork } from './client-network.ts'
import { wantsJson } from './negotiation.ts'
import { accountPage, erasedPage, moveAskedPage } from './pages/account-pages.tsx'
import { sayProblem } from './problem.ts'
import { pageOr, problemAnswer } from './schemas.ts'
import { secretPageHeaders } from './security-headers.ts'

const params = Type.Object({ token: Type.String() })
const response404 = { 404: problemAnswer('TOKEN_UNKNOWN: unknown, forged, used or expired') }
const done = Type.Object({ state: Type.Union([Type.Literal('erased'), Type.Literal('accepted')]) })
const body = Type.Union([
  Type.Object({ action: Type.Literal('export') }, { additionalProperties: false }),
  Type.Object({ action: Type.Literal('erase'), sure: Type.Literal('yes') }, { additionalProperties: false }),
  Type.Object(
    { action: Type.Literal('move'), email: Type.String({ maxLength: 1000 }) },
    { additionalProperties: false }
  )
])

/** What only the owner of an address may do, behind a link that was mailed to it minutes ago and works once. */
export const account: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  const { config, words, queues } = deps
  await app.register(formbody)
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(secretPageHeaders)
  })

  app.get(
    '/account/:token',
    {
      schema: {
        tags: ['Subscription'],
        operationId: 'findAccount',
        summary: 'See what a fresh link to the account can do',
        params,
        response: {
          200: pageOr(
            'Whose account it is, and until when the link works',
            Type.Object({
              state: Type.String(),
              address: Type.String({ description: 'Masked' }),
              expiresAt: Type.String({ format: 'date-time' })
            })
          ),
          ...response404
        }
      }
    },
    async (request, reply) => {
      const found = await findAccount(deps, request.params.token)
      if (found.kind === 'unknown') return sendUnknownLink(deps, request, reply)
      const { state, maskedAddress, expiresAt } = found
      return wantsJson(request)
        ? sendJson(reply, { state, address: maskedAddress, expiresAt: expiresAt.toISOString() })
        : sendPage(reply, accountPage(deps, { maskedAddress, state }))
    }
  )

  app.post(
    '/account/:token',
    {
      attachValidation: true,
      schema: {
        tags: ['Subscription'],
        operationId: 'useAccount',
        summary: 'Export, erase, or move to another address',
        description: 'The link is used up by it. The other address has to confirm before anything moves.',
        consumes: ['application/json', 'application/x-www-form-urlencoded'],
        params,
        body,
        response: {
          200: pageOr('The export, as a file, or that all is erased', Type.Object({}, { additionalProperties: true })),
          202: pageOr('The other address was asked, if it may be', done),
          400: problemAnswer('REQUEST_INVALID or ADDRESS_INVALID; the link still works'),
          ...response404
        }
      }
    },
    async (request, reply) => {
      const { token } = request.params
      const found = await findAccount(deps, token)
      if (found.kind === 'unknown') return sendUnknownLink(deps, request, reply)
      if (request.validationError !== undefined) throw request.validationError
      const { body: asked } = request
      switch (asked.action) {
        case 'export': {
          const exported = await exportByLink(deps, token)
          if (exported === undefined) return sendUnknownLink(deps, request, reply)
          return sendJson(reply.header('content-disposition', 'attachment; filename="subscription.json"'), exported)
        }
        case 'erase': {
          if (!(await eraseByLink(deps, token))) return sendUnknownLink(deps, request, reply)
          return wantsJson(request) ? sendJson(reply, { state: 'erased' }) : sendPage(reply, erasedPage(deps))
        }
        case 'move':
          try {
            const network = clientNetwork(request.ip)
            const { kind } = await requestMove(
              { ...deps, secretKeys: config.secretKeys },
              { token, email: asked.email, network }
            )
            if (kind === 'unknown') return sendUnknownLink(deps, request, reply)
          } catch (error) {
            if (!(error instanceof AppError && error.code === 'ADDRESS_INVALID') || wantsJson(request)) throw error
            const { maskedAddress, state } = found
            const mistake = { email: asked.email, text: sayProblem(words, error) }
            return sendPage(reply.code(400), accountPage(deps, { maskedAddress, state, mistake }))
          }
          void queues.nudge('notify')
          reply.code(202)
          return wantsJson(request) ? sendJson(reply, { state: 'accepted' }) : sendPage(reply, moveAskedPage(deps))
      }
    }
  )
}
