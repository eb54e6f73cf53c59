import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { webEdition } from '../editions/web-edition.ts'
import { AppError } from '../platform/errors.ts'
import { sendJson, sendPage } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { wantsJson } from './negotiation.ts'
import { readDay } from './read-day.ts'
import { pageOr, problemAnswer } from './schemas.ts'
import { policies } from './security-headers.ts'

const mail = Type.Object({
  day: Type.Union([Type.String({ format: 'date' }), Type.Null()], { description: 'null: the sample' }),
  subject: Type.String(),
  html: Type.String(),
  text: Type.String()
})

/** The mail as it was sent, in the browser, without anything personal. */
export const editions: FastifyPluginAsyncTypebox<ApiDeps> = async (app, { config, db }) => {
  app.get(
    '/editions/:date',
    {
      schema: {
        tags: ['Papers'],
        operationId: 'webEdition',
        summary: 'The mail of a feed day as it was sent',
        params: Type.Object({ date: Type.String({ description: 'YYYY-MM-DD, or sample in local mode' }) }),
        response: {
          200: pageOr('The mail', mail),
          400: problemAnswer('DATE_INVALID'),
          404: problemAnswer('EDITION_UNKNOWN')
        }
      }
    },
    async (request, reply) => {
      const day = readDay(config, request.params.date)
      const edition = await webEdition({ db, baseUrl: config.baseUrl }, day)
      if (edition === undefined) {
        throw new AppError(
          'EDITION_UNKNOWN',
          `There is no ${day === null ? 'sample edition' : `edition of ${day}`} yet.`
        )
      }
      if (wantsJson(request)) return sendJson(reply, { day, ...edition })
      return sendPage(reply.header('content-security-policy', policies.mail), edition.html)
    }
  )
}
