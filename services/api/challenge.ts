import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { signUpPressure } from '../subscribers/pressure.ts'
import { newChallenge } from '../subscribers/proof-of-work.ts'
import { sendJson } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { jsonOnly } from './schemas.ts'

/** A proof of work to solve before a sign-up. It is only asked for while too much comes in; nothing is stored. */
export const challenge: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  app.get(
    '/challenge',
    {
      schema: {
        tags: ['Subscription'],
        operationId: 'newChallenge',
        summary: 'A proof of work for a sign-up (ALTCHA)',
        description:
          'Solve it and send it back as `proof` of POST /subscriptions: the JSON of `{challenge, solution}` in base64. ' +
          'It works once, within ten minutes. Without a proof the answer is the same, and fewer mails are sent.',
        response: {
          200: jsonOnly(
            'A challenge of ALTCHA, version 2',
            Type.Object({
              wanted: Type.Boolean({ description: 'Whether a sign-up needs it now' }),
              parameters: Type.Object(
                {
                  algorithm: Type.String(),
                  nonce: Type.String(),
                  salt: Type.String(),
                  cost: Type.Integer(),
                  keyLength: Type.Integer(),
                  keyPrefix: Type.String(),
                  data: Type.Object({}, { additionalProperties: true })
                },
                { additionalProperties: true }
              ),
              signature: Type.String()
            })
          )
        }
      }
    },
    async (_request, reply) => {
      const wanted = (await signUpPressure(deps)).length > 0
      const { parameters, signature } = await newChallenge({ ...deps, secretKeys: deps.config.secretKeys })
      return sendJson(reply.header('cache-control', 'no-store'), { wanted, parameters, signature })
    }
  )
}
