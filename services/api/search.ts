import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { mistake } from '../mail/words/mistake.ts'
import { searchPapers } from '../papers/search-papers.ts'
import { cleanQuestion, longestQuestion } from '../papers/search-query.ts'
import { sendJson, sendPage } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { wantsJson } from './negotiation.ts'
import { searchPage } from './pages/search-page.tsx'
import { pageOr, problemAnswer } from './schemas.ts'

const nullable = Type.Union([Type.String(), Type.Null()])

const answer = Type.Object({
  question: Type.String(),
  searched: Type.Union([Type.String(), Type.Null()], {
    description: 'What was searched for: other than the question where a word was mistyped'
  }),
  by: Type.Union([Type.String(), Type.Null()], { description: 'question, correction or some_words' }),
  total: Type.Integer({ description: 'At most 1,000: only so many are ranked' }),
  page: Type.Integer(),
  pages: Type.Integer(),
  papers: Type.Array(
    Type.Object({
      id: Type.Integer(),
      title: Type.String(),
      authors: Type.Array(Type.String()),
      summary: nullable,
      summaryUrl: Type.Union([Type.String(), Type.Null()], {
        description: 'The page to credit where a machine at Hugging Face wrote the summary'
      }),
      arxivId: nullable,
      publishedOn: nullable,
      feedDay: nullable,
      withdrawn: Type.Boolean()
    })
  )
})

/** Search over all papers. */
export const search: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  app.get(
    '/search',
    {
      schema: {
        tags: ['Papers'],
        operationId: 'searchPapers',
        summary: 'Papers by words of their titles, authors, topics and abstracts, best first',
        querystring: Type.Object({
          q: Type.Optional(Type.String({ maxLength: 4 * longestQuestion })),
          page: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,3}$' }))
        }),
        response: { 200: pageOr('The papers', answer), 400: problemAnswer('QUESTION_TOO_LONG or REQUEST_INVALID') }
      }
    },
    async (request, reply) => {
      const asked = cleanQuestion(request.query.q ?? '')
      if (Array.from(request.query.q ?? '').length > longestQuestion)
        throw mistake('QUESTION_TOO_LONG', 'problem.question', { count: longestQuestion })
      const outcome = await searchPapers(deps, { question: asked, page: Number(request.query.page ?? 1) })
      reply.header('cache-control', 'no-cache')
      if (!wantsJson(request)) return sendPage(reply, searchPage(deps, { asked, outcome }))
      const none = { searched: null, by: null, total: 0, page: 1, pages: 0, papers: [] }
      return sendJson(reply, { question: asked, ...(outcome.kind === 'found' ? outcome : none) })
    }
  )
}
