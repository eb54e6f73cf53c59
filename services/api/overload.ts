import type { FastifyInstance } from 'fastify'
import { sendProblem } from './answers.ts'
import type { Site } from './pages/site.ts'
import { problem } from './problem.ts'

const busy = problem(503, 'SERVICE_UNAVAILABLE', 'problem.busy')

/**
 * Never turned away: whether the process lives, what it counts, and who wants no more mail, since a mail
 * provider that presses the link for its user may not come back.
 */
const always = new Set(['GET /healthz', 'GET /metrics', 'POST /unsubscribe/:token'])

/**
 * Answers 503 with Retry-After while more than `underWay` requests wait, so that those inside are
 * still answered in time. Counted is what waits, not how late the event loop is: a slow database, a busy
 * processor and a flood all show there, and a machine that is busy with something else refuses nobody.
 */
export function refuseOverload(app: FastifyInstance, site: Site, underWay: number): void {
  let now = 0
  // Not before the body is there: a few hundred clients that send theirs byte by byte would fill the house.
  app.addHook('preValidation', (request, reply, done) => {
    if (always.has(`${request.method} ${request.routeOptions.url ?? ''}`)) {
      done()
      return
    }
    if (now >= underWay) {
      sendProblem(site, request, reply, busy)
      return
    }
    now += 1
    // Fastify's onResponse does not come where the client goes first.
    reply.raw.once('close', () => {
      now -= 1
    })
    done()
  })
}
