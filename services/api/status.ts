import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { toldOfOverdue } from '../delivery/alarms/told-of-overdue.ts'
import { todayStatus } from '../editions/today.ts'
import { sendJson, sendPage } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { wantsJson } from './negotiation.ts'
import { statusPage } from './pages/status-page.tsx'
import { pageOr } from './schemas.ts'

const today = Type.Object({
  state: Type.String({ description: 'collecting, held, quiet, sending, sent, cancelled or failed' }),
  reason: Type.String(),
  feedDay: Type.String({ format: 'date', description: "The feed day that today's freeze covers" }),
  freezeAt: Type.String({ format: 'date-time' }),
  nextFreezeAt: Type.String({ format: 'date-time' }),
  sources: Type.Array(
    Type.Object({
      name: Type.String(),
      readAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
        description: 'When it could be read last'
      }),
      fault: Type.Union([Type.String(), Type.Null()], { description: 'Why the newest try failed' })
    }),
    { description: 'The sources that papers are collected from' }
  )
})

/** What became of today's edition, and why. */
export const status: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  app.get(
    '/status/today',
    {
      schema: {
        tags: ['Papers'],
        operationId: 'todayStatus',
        summary: "What became of today's edition",
        response: { 200: pageOr("Today's state", today) }
      }
    },
    async (request, reply) => {
      const found = await todayStatus(deps)
      reply.header('cache-control', 'no-cache')
      if (!wantsJson(request)) {
        const told = found.late && (await toldOfOverdue(deps, found.freezeAt))
        return sendPage(reply, statusPage(deps, found, { told }))
      }
      const { state, reason, feedDay, freezeAt, nextFreezeAt, sources } = found
      return sendJson(reply, {
        state,
        reason,
        feedDay,
        freezeAt: freezeAt.toISOString(),
        nextFreezeAt: nextFreezeAt.toISOString(),
        sources: sources.map(({ source, readAt, fault }) => ({
          name: source,
          readAt: readAt?.toISOString() ?? null,
          fault: fault ?? null
        }))
      })
    }
  )
}
