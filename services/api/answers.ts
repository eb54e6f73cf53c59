import type { FastifyReply, FastifyRequest } from 'fastify'
import { wantsJson } from './negotiation.ts'
import { errorPage } from './pages/error-page.tsx'
import type { Site } from './pages/site.ts'
import { unknownLinkPage } from './pages/unknown-link-page.tsx'
import { type Problem, problem, problemJson } from './problem.ts'
import { secretPageHeaders } from './security-headers.ts'

/** Sends a page; what it shows depends on Accept, so caches are told. */
export function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply.header('vary', 'accept').type('text/html; charset=utf-8').send(html)
}

/** Sends a body of one of the documented shapes. */
export function sendJson(reply: FastifyReply, body: object): FastifyReply {
  return reply.header('vary', 'accept').type('application/json; charset=utf-8').send(body)
}

/** Sends a mistake or a failure in the form the request asks for. */
export function sendProblem(site: Site, request: FastifyRequest, reply: FastifyReply, found: Problem): FastifyReply {
  reply.code(found.status)
  if (found.status === 503) reply.header('retry-after', '30')
  if (!wantsJson(request)) return sendPage(reply, errorPage(site, found))
  return reply.header('vary', 'accept').type('application/problem+json').send(problemJson(found))
}

/** One and the same answer for links that are unknown, forged, cut off or expired: it tells nothing about anybody. */
export function sendUnknownLink(site: Site, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.headers(secretPageHeaders)
  if (!wantsJson(request)) return sendPage(reply.code(404), unknownLinkPage(site))
  return sendProblem(site, request, reply, problem(404, 'TOKEN_UNKNOWN', 'problem.link'))
}
