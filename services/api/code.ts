import formbody from '@fastify/formbody'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { mistake } from '../mail/words/mistake.ts'
import { AppError } from '../platform/errors.ts'
import { confirmByCode } from '../subscribers/confirm-code.ts'
import { sendJson, sendPage } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { wantsJson } from './negotiation.ts'
import { confirmedPage, movedPage } from './pages/confirmation-pages.tsx'
import { wrongCodePage } from './pages/sign-up-pages.tsx'
import { sayProblem } from './problem.ts'
import { pageOr, problemAnswer } from './schemas.ts'
import { secretPageHeaders } from './security-headers.ts'

/** The six digits of the confirmation mail, typed into the page left open. One answer for every address but the right code. */
export const code: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  const { config, queues } = deps
  await app.register(formbody)

  app.post(
    '/subscriptions/code',
    {
      schema: {
        tags: ['Subscription'],
        operationId: 'confirmByCode',
        summary: 'Confirm by the six-digit code of the mail',
        description: 'For 15 minutes and five tries; then only the link of the mail confirms.',
        consumes: ['application/json', 'application/x-www-form-urlencoded'],
        body: Type.Object(
          { email: Type.String({ maxLength: 1000 }), code: Type.String({ maxLength: 40 }) },
          { additionalProperties: false }
        ),
        response: {
          200: pageOr(
            'Confirmed',
            Type.Object({ state: Type.Union([Type.Literal('confirmed'), Type.Literal('moved')]) })
          ),
          400: problemAnswer(
            'CODE_WRONG, whatever the reason; ADDRESS_INVALID, FIELD_NOT_SUPPORTED or REQUEST_INVALID'
          ),
          413: problemAnswer('BODY_TOO_LARGE'),
          415: problemAnswer('MEDIA_TYPE_NOT_SUPPORTED')
        }
      }
    },
    async (request, reply) => {
      reply.headers(secretPageHeaders)
      const { email } = request.body
      try {
        const { kind } = await confirmByCode({ ...deps, secretKeys: config.secretKeys }, request.body)
        if (kind === 'wrong') throw mistake('CODE_WRONG', 'code.wrong')
        void queues.nudge('notify')
        if (wantsJson(request)) return sendJson(reply, { state: kind })
        return sendPage(reply, kind === 'moved' ? movedPage(deps) : confirmedPage(deps))
      } catch (error) {
        if (!(error instanceof AppError) || wantsJson(request)) throw error
        return sendPage(reply.code(400), wrongCodePage(deps, { email, mistake: sayProblem(deps.words, error) }))
      }
    }
  )
}
