import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type OpenDraft, openDraft } from '../delivery/open-draft.ts'
import { holdDay, releaseDay } from '../editions/hold-edition.ts'
import { say } from '../mail/words/words.ts'
import { AppError } from '../platform/errors.ts'
import { sendJson, sendPage, sendUnknownLink } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { wantsJson } from './negotiation.ts'
import { draftPage, settledPage } from './pages/draft-page.tsx'
import { pageOr, problemAnswer } from './schemas.ts'
import { prepareForSecretLinks } from './secret-links.ts'

const params = Type.Object({ token: Type.String() })
const state = Type.Object({
  state: Type.Union([Type.Literal('open'), Type.Literal('held'), Type.Literal('settled')]),
  day: Type.String({ format: 'date' }),
  reason: Type.Optional(Type.String({ description: 'What became of it, once it is settled' })),
  freezeAt: Type.Optional(Type.String({ format: 'date-time' })),
  heldBy: Type.Optional(Type.String()),
  heldAt: Type.Optional(Type.String({ format: 'date-time' })),
  candidates: Type.Optional(Type.Integer()),
  papers: Type.Optional(
    Type.Array(Type.Object({ title: Type.String(), url: Type.String(), reason: Type.String(), score: Type.String() }))
  )
})
const response = {
  200: pageOr('Where the edition stands', state),
  404: problemAnswer('TOKEN_UNKNOWN: unknown, forged or expired')
}

/** The link of the curator's draft: a page with a button that holds the edition, or lets it go. */
export const drafts: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  const { config, words, queues } = deps
  prepareForSecretLinks(app)

  function answer(request: FastifyRequest, reply: FastifyReply, token: string, draft: OpenDraft): FastifyReply {
    if (draft.kind === 'unknown') return sendUnknownLink(deps, request, reply)
    if (wantsJson(request)) return sendJson(reply, shown(draft))
    return sendPage(reply, draft.kind === 'settled' ? settledPage(deps, draft) : draftPage(deps, token, draft))
  }

  app.get(
    '/draft/:token',
    {
      schema: {
        tags: ['Curation'],
        operationId: 'openDraft',
        summary: 'See the draft of an edition',
        params,
        response
      }
    },
    async (request, reply) => {
      const { token } = request.params
      return answer(request, reply, token, await openDraft(deps, token))
    }
  )

  app.post(
    '/draft/:token',
    {
      schema: {
        tags: ['Curation'],
        operationId: 'holdDraft',
        summary: 'Hold the edition: it does not leave before it is released',
        params,
        response: { ...response, 409: problemAnswer('HOLD_TOO_LATE') }
      }
    },
    async (request, reply) => {
      const { token } = request.params
      const draft = await openDraft(deps, token)
      if (draft.kind === 'unknown') return answer(request, reply, token, draft)
      const outcome = await holdDay(deps, {
        day: draft.day,
        by: config.curator ?? say(words, 'draftPage.curator'),
        reason: undefined
      })
      if (outcome.kind !== 'too_late') return answer(request, reply, token, await openDraft(deps, token))
      if (wantsJson(request)) throw new AppError('HOLD_TOO_LATE', outcome.reason)
      return sendPage(reply.code(409), settledPage(deps, { day: draft.day, reason: outcome.reason }))
    }
  )

  app.post(
    '/draft/:token/release',
    {
      schema: {
        tags: ['Curation'],
        operationId: 'releaseDraft',
        summary: 'Let a held edition go; where its time has passed it leaves at once',
        params,
        response
      }
    },
    async (request, reply) => {
      const { token } = request.params
      const draft = await openDraft(deps, token)
      if (draft.kind === 'unknown') return answer(request, reply, token, draft)
      const { kind } = await releaseDay(deps, draft.day)
      if (kind === 'released') void queues.nudge('plan')
      return answer(request, reply, token, await openDraft(deps, token))
    }
  )
}

function shown(draft: Exclude<OpenDraft, { kind: 'unknown' }>) {
  if (draft.kind === 'settled') return { state: draft.kind, day: draft.day, reason: draft.reason }
  const { kind, day, freezeAt, hold, candidates, papers } = draft
  return {
    state: kind,
    day,
    freezeAt: freezeAt.toISOString(),
    ...(hold === undefined ? {} : { heldBy: hold.by, heldAt: hold.at.toISOString() }),
    candidates,
    papers
  }
}
