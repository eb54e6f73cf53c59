import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../platform/errors.ts'
import { sendProblem, sendUnknownLink } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { isDatabaseAway } from './database-away.ts'
import { type Problem, problem } from './problem.ts'
import { securityHeaders } from './security-headers.ts'

/** The answer where no route is. */
export const nothingHere = problem(404, 'NOT_FOUND', 'problem.address')

type Deps = Pick<ApiDeps, 'config' | 'words' | 'log'>

/** Answers what a handler threw: a caller's mistake with its code, anything else masked and logged. */
export function handleErrors({ log, ...site }: Deps) {
  return (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const found = problemOf(error)
    if (found.status >= 500) {
      log.error(
        { event: 'http.error', route: request.routeOptions.url, status: found.status, err: error },
        'request failed'
      )
    }
    return sendProblem(site, request, reply, found)
  }
}

/**
 * Answers URLs that Fastify refuses before any hook runs: a broken percent-encoding, a
 * parameter beyond maxParamLength. As the path of a link they are one more unknown link.
 */
export function handleBadUrls(site: Deps) {
  return (_error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    reply.headers(securityHeaders(site.config))
    if (/^\/(confirm|unsubscribe|not-me|preferences|account|draft)\//.test(request.raw.url ?? ''))
      sendUnknownLink(site, request, reply)
    else sendProblem(site, request, reply, nothingHere)
  }
}

function problemOf(error: FastifyError | Error): Problem {
  if (error instanceof AppError) {
    const { status, code, message: detail, said } = error
    return { status, code, detail, said }
  }
  if (isDatabaseAway(error)) return problem(503, 'SERVICE_UNAVAILABLE', 'problem.database')
  const { statusCode = 500, validation } = error as Partial<FastifyError>
  if (validation !== undefined) return invalidRequest(validation)
  if (statusCode === 413) return problem(413, 'BODY_TOO_LARGE', 'problem.size')
  if (statusCode === 415) return problem(415, 'MEDIA_TYPE_NOT_SUPPORTED', 'problem.form')
  if (statusCode >= 400 && statusCode < 500) return unfit(error.message)
  return problem(500, 'INTERNAL', 'problem.ours')
}

function invalidRequest(validation: NonNullable<FastifyError['validation']>): Problem {
  const [first] = validation
  const unknown = first?.params.additionalProperty
  if (typeof unknown === 'string') return problem(400, 'FIELD_NOT_SUPPORTED', 'problem.field', { field: unknown })
  const place = first?.instancePath.slice(1).replaceAll('/', '.') ?? ''
  return unfit(`${place} ${first?.message ?? 'is not valid'}`.trim())
}

/** What the framework found wrong, in its own words. */
function unfit(fault: string): Problem {
  return { ...problem(400, 'REQUEST_INVALID', 'problem.request', { fault }), detail: fault }
}
