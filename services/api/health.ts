import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { sendJson } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { jsonOnly } from './schemas.ts'

const answer = Type.Object({ status: Type.String(), reason: Type.Optional(Type.String()) })

export interface HealthDeps extends ApiDeps {
  /** Whether the process has begun to close. */
  isDraining: () => boolean
}

/** Alive, and ready for traffic. The queue is no part of ready: without it everything is answered, later swept. */
export const health: FastifyPluginAsyncTypebox<HealthDeps> = async (app, { db, isDraining }) => {
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })

  app.get(
    '/healthz',
    {
      schema: {
        tags: ['Service'],
        operationId: 'alive',
        summary: 'Whether the process runs',
        response: { 200: jsonOnly('Alive', answer) }
      }
    },
    (_request, reply) => sendJson(reply, { status: 'alive' })
  )

  app.get(
    '/readyz',
    {
      schema: {
        tags: ['Service'],
        operationId: 'ready',
        summary: 'Whether requests can be served',
        response: { 200: jsonOnly('Ready', answer), 503: jsonOnly('Draining, or the database is away', answer) }
      }
    },
    async (_request, reply) => {
      if (isDraining()) return sendJson(reply.code(503), { status: 'unavailable', reason: 'draining' })
      try {
        await sql`select 1`.execute(db)
      } catch {
        return sendJson(reply.code(503), { status: 'unavailable', reason: 'the database does not answer' })
      }
      return sendJson(reply, { status: 'ready' })
    }
  )
}
