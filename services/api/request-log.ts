import type { FastifyInstance } from 'fastify'
import type { Log } from '../platform/log.ts'
import type { Metrics } from './metrics.ts'

/**
 * One log line and one observation a request, named by its route. Fastify's own request
 * log is off: it writes the URL, and some URLs are secrets.
 */
export function logRequests(app: FastifyInstance, { log, metrics }: { log: Log; metrics: Metrics }): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request
    const route = request.routeOptions.url ?? 'none'
    log.debug(
      { event: 'http.answered', method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request answered'
    )
    metrics.observeRequest({ method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000)
    done()
  })
}
