import type { FastifyInstance } from 'fastify'
import { sendProblem } from './answers.ts'
import type { Site } from './pages/site.ts'
import { problem } from './problem.ts'

const twoHosts = problem(400, 'REQUEST_INVALID', 'problem.hosts')

/** Refuses what names its host twice (RFC 9112, 3.2): Node reads the first, and a proxy in front may have read the second. */
export function refuseTwoHosts(app: FastifyInstance, site: Site): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (countHosts(request.raw.rawHeaders) > 1) sendProblem(site, request, reply, twoHosts)
    else done()
  })
}

/** Of names and values in turn, as Node read them. */
function countHosts(rawHeaders: readonly string[]): number {
  let hosts = 0
  for (let place = 0; place < rawHeaders.length; place += 2) {
    const name = rawHeaders[place] ?? ''
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  return hosts
}
