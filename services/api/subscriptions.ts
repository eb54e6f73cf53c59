import formbody from '@fastify/formbody'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '../platform/errors.ts'
import { subscribe } from '../subscribers/subscribe.ts'
import { sendJson, sendPage } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { clientNetwork } from './client-network.ts'
import { wantsJson } from './negotiation.ts'
import { trapField } from './pages/sign-up-form.tsx'
import { signedUpPage, signUpMistakePage } from './pages/sign-up-pages.tsx'
import { pageOr, problemAnswer } from './schemas.ts'

const schema = {
  tags: ['Subscription'],
  operationId: 'subscribe',
  summary: 'Ask for the digest',
  description: 'Always the same answer, whoever asks. The digest begins when the mail that follows is confirmed.',
  consumes: ['application/json', 'application/x-www-form-urlencoded'],
  body: Type.Object({ email: Type.String({ maxLength: 1000 }) }, { additionalProperties: false }),
  response: {
    202: pageOr('Accepted', Type.Object({ status: Type.Literal('accepted') })),
    400: problemAnswer('ADDRESS_INVALID, FIELD_NOT_SUPPORTED or REQUEST_INVALID'),
    413: problemAnswer('BODY_TOO_LARGE'),
    415: problemAnswer('MEDIA_TYPE_NOT_SUPPORTED')
  }
}

/** Sign-up, by the form or by JSON. */
export const subscriptions: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  const { config, queues } = deps
  await app.register(formbody)

  app.post(
    '/subscriptions',
    {
      schema,
      // The trap is no field of the interface: it is taken out before the body is checked.
      preValidation: async (request, reply) => {
        return takeTrap(request.body) ? accept(reply, wantsJson(request)) : undefined
      }
    },
    async (request, reply) => {
      const { email } = request.body
      try {
        const { requestId } = await subscribe(
          { ...deps, secretKeys: config.secretKeys },
          { email, network: clientNetwork(request.ip) }
        )
        // Not waited for: the answer would take longer exactly for those who may be sent a mail.
        if (requestId !== undefined) void queues.nudge('notify')
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'ADDRESS_INVALID') || wantsJson(request)) throw error
        return sendPage(reply.code(400), signUpMistakePage(config, { email, mistake: error.message }))
      }
      return accept(reply, wantsJson(request))
    }
  )

  function accept(reply: FastifyReply, json: boolean): FastifyReply {
    reply.code(202)
    return json ? sendJson(reply, { status: 'accepted' }) : sendPage(reply, signedUpPage(config))
  }
}

/** Takes the trap field out of a body; true where it was filled in. */
function takeTrap(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, trapField)) return false
  const fields = body as Record<string, unknown>
  const filled = fields[trapField] !== ''
  delete fields[trapField]
  return filled
}
