import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type TStringOptions, Type } from 'typebox'
import { appearancesOf } from '../editions/archive.ts'
import { mistake } from '../mail/words/mistake.ts'
import { bibtex } from '../papers/citations/bibtex.ts'
import { ris } from '../papers/citations/ris.ts'
import { findPaper, type PaperRecord } from '../papers/paper-record.ts'
import type { AppError } from '../platform/errors.ts'
import { sendJson } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { citationsAnswer, sendCitations } from './citations.ts'
import type { SendKept } from './kept-pages.ts'
import { wantsJson } from './negotiation.ts'
import { paperPage } from './pages/paper-page.tsx'
import { pageOr, problemAnswer } from './schemas.ts'

const nullable = (options: TStringOptions = {}) => Type.Union([Type.String(options), Type.Null()])

const answer = Type.Object({
  id: Type.Integer(),
  title: Type.String(),
  arxivId: nullable(),
  doi: nullable(),
  authors: Type.Array(Type.String()),
  summary: nullable(),
  machineSummary: nullable({ description: 'One sentence written by a machine at Hugging Face' }),
  abstract: nullable(),
  publishedOn: nullable({ description: 'YYYY-MM-DD, or YYYY-MM where the day is not known' }),
  topics: Type.Array(Type.String()),
  withdrawn: Type.Boolean(),
  links: Type.Record(Type.String(), Type.String()),
  days: Type.Array(Type.String({ format: 'date' }), { description: 'Feed days it was listed on' }),
  editions: Type.Array(
    Type.Object({
      day: Type.String({ format: 'date' }),
      kind: Type.String({ description: 'pool, late_riser or correction' }),
      place: Type.Union([Type.Integer(), Type.Null()]),
      reason: Type.String()
    })
  )
})

/** One paper, and its citation as a file. */
export const paper: FastifyPluginAsyncTypebox<ApiDeps & { sendKept: SendKept }> = async (app, deps) => {
  const { db, sendKept } = deps
  // An id of ours in digits: "7.bib" is the other route's.
  const params = Type.Object({ id: Type.String({ pattern: '^[1-9][0-9]{0,15}$', description: 'An id of ours' }) })

  app.get(
    '/paper/:id',
    {
      schema: {
        tags: ['Papers'],
        operationId: 'paper',
        summary: 'One paper, with the editions it was in and why',
        params: Type.Object({ id: Type.String({ description: 'An id of ours; with .bib or .ris its citation' }) }),
        response: { 200: pageOr('The paper', answer), 404: problemAnswer('PAPER_UNKNOWN') }
      }
    },
    async (request, reply) => {
      const found = await findPaper(deps, idOf(request.params.id))
      if (found.kind === 'unknown') throw unknown()
      if (found.kind === 'moved') return reply.redirect(`/paper/${found.to}`, 301)
      const appearances = await appearancesOf(deps, found.paper.id)
      if (wantsJson(request)) return sendJson(reply, { ...shown(found.paper), editions: appearances })
      return sendKept(request, reply, {
        key: `/paper/${found.paper.id}`,
        type: 'text/html; charset=utf-8',
        render: async () => ({
          body: paperPage(deps, { paper: found.paper, appearances, bibtex: bibtex([found.paper]) })
        })
      })
    }
  )

  for (const [extension, operationId, write] of [
    ['bib', 'paperBibtex', bibtex],
    ['ris', 'paperRis', ris]
  ] as const) {
    app.get(
      `/paper/:id.${extension}`,
      {
        schema: {
          tags: ['Papers'],
          operationId,
          summary: `The citation as .${extension}`,
          params,
          response: { 200: citationsAnswer(extension), 404: problemAnswer('PAPER_UNKNOWN') }
        }
      },
      async (request, reply) => {
        const found = await findPaper({ db }, idOf(request.params.id))
        if (found.kind === 'unknown') throw unknown()
        if (found.kind === 'moved') return reply.redirect(`/paper/${found.to}.${extension}`, 301)
        return sendCitations(reply, { extension, text: write([found.paper]), name: `paper-${found.paper.id}` })
      }
    )
  }
}

/** NaN for what is no id: nobody has it. */
function idOf(text: string): number {
  return /^[1-9][0-9]{0,15}$/.test(text) ? Number(text) : Number.NaN
}

function unknown(): AppError {
  return mistake('PAPER_UNKNOWN', 'problem.paper')
}

function shown({ titleRuns: _t, abstractRuns: _a, withdrawnAt, ...rest }: PaperRecord) {
  return { ...rest, withdrawn: withdrawnAt !== null }
}
