import type { FastifyInstance } from 'fastify'
import { sendProblem } from './answers.ts'
import type { Site } from './pages/site.ts'
import { problem } from './problem.ts'

const twoHosts = problem(400, 'REQUEST_INVALID', 'problem.hosts')

/** Refuses what names its host twice (RFC 9112, 3.2): Node reads the first, and a proxy in front may have read the second. */
export function refuseTwoHosts(app: FastifyInstance, site: Site): void {
  app.addHook('onRequest', async (request, reply) => {
    const { rawHeaders } = request.raw
    // Names stand at the even places.
    const hosts = rawHeaders.filter((name, place) => place % 2 === 0 && /^host$/i.test(name))
    return hosts.length > 1 ? sendProblem(site, request, reply, twoHosts) : undefined
  })
}
