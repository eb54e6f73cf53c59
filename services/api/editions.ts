import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { editionSurroundings, papersOfEdition } from '../editions/archive.ts'
import { webEdition } from '../editions/web-edition.ts'
import { mistake } from '../mail/words/mistake.ts'
import { bibtex } from '../papers/citations/bibtex.ts'
import { ris } from '../papers/citations/ris.ts'
import { findPapersById } from '../papers/paper-record.ts'
import { sendJson, sendPage } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { citationsAnswer, sendCitations } from './citations.ts'
import { framedEdition } from './framed-edition.ts'
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

/** The mail as it was sent, in the browser, without anything personal and with ways to go on. */
export const editions: FastifyPluginAsyncTypebox<ApiDeps> = async (app, { config, words, db }) => {
  app.get(
    '/editions/:date',
    {
      schema: {
        tags: ['Papers'],
        operationId: 'webEdition',
        summary: 'The mail of a feed day as it was sent',
        params: Type.Object({ date: Type.String({ description: 'YYYY-MM-DD, or sample in local mode' }) }),
        querystring: Type.Object({
          revision: Type.Optional(
            Type.String({ pattern: '^[1-9][0-9]{0,3}$', description: 'One that came before; without it the current' })
          )
        }),
        response: {
          200: pageOr('The mail', mail),
          400: problemAnswer('DATE_INVALID'),
          404: problemAnswer('EDITION_UNKNOWN')
        }
      }
    },
    async (request, reply) => {
      const day = readDay(config, request.params.date)
      const { revision } = request.query
      const asked = revision === undefined ? undefined : Number(revision)
      const edition = await webEdition({ db, words, baseUrl: config.baseUrl }, day, asked)
      if (edition === undefined) {
        throw day === null
          ? mistake('EDITION_UNKNOWN', 'problem.sample')
          : mistake('EDITION_UNKNOWN', 'problem.edition', { day })
      }
      if (wantsJson(request)) return sendJson(reply, { day, ...edition })
      const around = await editionSurroundings({ db }, day)
      const html = framedEdition(edition.html, { site: { config, words }, day, subject: edition.subject, around })
      return sendPage(reply.header('content-security-policy', policies.mail), html)
    }
  )

  for (const [extension, operationId, write] of [
    ['bib', 'editionBibtex', bibtex],
    ['ris', 'editionRis', ris]
  ] as const) {
    app.get(
      `/editions/:date.${extension}`,
      {
        schema: {
          tags: ['Papers'],
          operationId,
          summary: `The papers of an edition as .${extension}`,
          params: Type.Object({ date: Type.String({ description: 'YYYY-MM-DD' }) }),
          response: {
            200: citationsAnswer(extension),
            400: problemAnswer('DATE_INVALID'),
            404: problemAnswer('EDITION_UNKNOWN')
          }
        }
      },
      async (request, reply) => {
        const day = readDay({ local: false }, request.params.date)
        const ids = day === null ? undefined : await papersOfEdition({ db }, day)
        if (ids === undefined) throw mistake('EDITION_UNKNOWN', 'problem.edition', { day: day ?? '' })
        const papers = await findPapersById({ db }, ids)
        return sendCitations(reply, { extension, text: write(papers), name: `daily-papers-${day}` })
      }
    )
  }
}
