import formbody from '@fastify/formbody'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { signSubscriberToken } from '../platform/tokens.ts'
import { pauseSubscription, resumeSubscription } from '../subscribers/pause.ts'
import {
  accountLinkMinutes,
  findPreferences,
  type Preferences,
  requestAccountLink
} from '../subscribers/preferences.ts'
import { sendJson, sendPage, sendUnknownLink } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { wantsJson } from './negotiation.ts'
import { accountLinkSentPage, preferencesPage } from './pages/preferences-pages.tsx'
import { pageOr, problemAnswer } from './schemas.ts'
import { secretPageHeaders } from './security-headers.ts'

const params = Type.Object({ token: Type.String() })
const settings = Type.Object({
  state: Type.String({ description: 'pending, active, paused, unsubscribed or suppressed' }),
  since: Type.String({ format: 'date-time' }),
  address: Type.String({ description: 'Masked' })
})
const response404 = { 404: problemAnswer('TOKEN_UNKNOWN: unknown or forged') }

/** The preferences link at the end of every mail: what is safe to show to whom a mail was forwarded. */
export const preferences: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  const { config, queues } = deps
  const withKeys = { ...deps, secretKeys: config.secretKeys }
  await app.register(formbody)
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(secretPageHeaders)
  })

  app.get(
    '/preferences/:token',
    {
      schema: {
        tags: ['Subscription'],
        operationId: 'findPreferences',
        summary: 'See how a subscription stands',
        params,
        response: {
          200: pageOr('The settings, with the address masked', settings),
          ...response404
        }
      }
    },
    async (request, reply) => sendSettings(request, reply, await findPreferences(withKeys, request.params.token))
  )

  app.post(
    '/preferences/:token',
    {
      attachValidation: true,
      schema: {
        tags: ['Subscription'],
        operationId: 'changePreferences',
        summary: 'Pause, resume, or have a fresh link to the account mailed to the address',
        description: `The link is for export, erasing and another address. It works once, within ${accountLinkMinutes} minutes.`,
        consumes: ['application/json', 'application/x-www-form-urlencoded'],
        params,
        body: Type.Object(
          { action: Type.Union([Type.Literal('pause'), Type.Literal('resume'), Type.Literal('mail-account-link')]) },
          { additionalProperties: false }
        ),
        response: {
          200: pageOr('The settings as they are now', settings),
          202: pageOr('The mail is on its way, if it may be', Type.Object({ status: Type.Literal('accepted') })),
          400: problemAnswer('REQUEST_INVALID or FIELD_NOT_SUPPORTED'),
          ...response404
        }
      }
    },
    async (request, reply) => {
      const { token } = request.params
      const found = await findPreferences(withKeys, token)
      // First whether there is anything here: a stranger's body is nothing to judge.
      if (found.kind === 'unknown') return sendUnknownLink(deps, request, reply)
      if (request.validationError !== undefined) throw request.validationError
      switch (request.body.action) {
        case 'pause':
          return sendSettings(request, reply, await pauseSubscription(withKeys, token))
        case 'resume':
          return sendSettings(request, reply, await resumeSubscription(withKeys, token))
        case 'mail-account-link':
          await requestAccountLink(withKeys, token)
          void queues.nudge('notify')
          reply.code(202)
          return wantsJson(request)
            ? sendJson(reply, { status: 'accepted' })
            : sendPage(reply, accountLinkSentPage(deps, found))
      }
    }
  )

  function sendSettings(request: FastifyRequest, reply: FastifyReply, found: Preferences): FastifyReply {
    if (found.kind === 'unknown') return sendUnknownLink(deps, request, reply)
    const { state, since, maskedAddress, subscriberId } = found
    if (wantsJson(request)) return sendJson(reply, { state, since: since.toISOString(), address: maskedAddress })
    const unsubscribe = `/unsubscribe/${signSubscriberToken(config.secretKeys, 'unsubscribe', subscriberId)}`
    return sendPage(reply, preferencesPage(deps, { ...found, unsubscribe }))
  }
}
