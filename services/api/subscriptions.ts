import formbody from '@fastify/formbody'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '../platform/errors.ts'
import { subscribe } from '../subscribers/subscribe.ts'
import { sendJson, sendPage } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { budgetNetwork, clientNetwork, isThisMachine } from './client-network.ts'
import { wantsJson } from './negotiation.ts'
import { stampField, trapField } from './pages/sign-up-form.tsx'
import { signedUpPage, signUpMistakePage } from './pages/sign-up-pages.tsx'
import { sayProblem } from './problem.ts'
import { pageOr, problemAnswer } from './schemas.ts'

const schema = {
  tags: ['Subscription'],
  operationId: 'subscribe',
  summary: 'Ask for the digest',
  description: 'Always the same answer, whoever asks. The digest begins when the mail that follows is confirmed.',
  consumes: ['application/json', 'application/x-www-form-urlencoded'],
  body: Type.Object(
    {
      email: Type.String({ maxLength: 1000 }),
      proof: Type.Optional(
        Type.String({
          maxLength: 4000,
          description: 'The solved challenge of GET /challenge, as ALTCHA puts it: base64'
        })
      )
    },
    { additionalProperties: false }
  ),
  response: {
    202: pageOr('Accepted', Type.Object({ status: Type.Literal('accepted') })),
    400: problemAnswer('ADDRESS_INVALID, FIELD_NOT_SUPPORTED or REQUEST_INVALID'),
    413: problemAnswer('BODY_TOO_LARGE'),
    415: problemAnswer('MEDIA_TYPE_NOT_SUPPORTED')
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** When the form was shown that this request brings back; empty where none was. */
    formStamp: string
  }
}

/** Sign-up, by the form or by JSON. */
export const subscriptions: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  const { config, queues } = deps
  await app.register(formbody)
  app.decorateRequest('formStamp', '')

  app.post(
    '/subscriptions',
    {
      schema,
      // Trap and stamp are no fields of the interface: they are taken out before the body is checked.
      preValidation: async (request, reply) => {
        if (takeField(request.body, trapField) !== '') return accept(reply, wantsJson(request))
        request.formStamp = takeField(request.body, stampField)
        return undefined
      }
    },
    async (request, reply) => {
      const { email, proof } = request.body
      try {
        await subscribe(
          { ...deps, secretKeys: config.secretKeys },
          {
            email,
            network: clientNetwork(request.ip),
            // In local mode no mail leaves this machine, and everybody comes from it.
            client: config.local && isThisMachine(request.ip) ? undefined : budgetNetwork(request.ip),
            stamp: request.formStamp,
            proof: proof === '' ? undefined : proof
          }
        )
        void queues.nudge('notify')
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'ADDRESS_INVALID') || wantsJson(request)) throw error
        return sendPage(reply.code(400), signUpMistakePage(deps, { email, mistake: sayProblem(deps.words, error) }))
      }
      return accept(reply, wantsJson(request))
    }
  )

  function accept(reply: FastifyReply, json: boolean): FastifyReply {
    reply.code(202)
    return json ? sendJson(reply, { status: 'accepted' }) : sendPage(reply, signedUpPage(deps))
  }
}

/** Takes a field out of a body and gives its text: empty where it is not there, odd where it is no text. */
function takeField(body: unknown, name: string): string {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return ''
  const fields = body as Record<string, unknown>
  const value = fields[name]
  delete fields[name]
  return typeof value === 'string' ? value : 'no text'
}
