import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../platform/errors.ts'
import { sendProblem, sendUnknownLink } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { isDatabaseAway } from './database-away.ts'
import type { Problem } from './problem.ts'
import { securityHeaders } from './security-headers.ts'

/** The answer where no route is. */
export const nothingHere: Problem = { status: 404, code: 'NOT_FOUND', detail: 'There is nothing at this address.' }

type Deps = Pick<ApiDeps, 'config' | 'log'>

/** Answers what a handler threw: a caller's mistake with its code, anything else masked and logged. */
export function handleErrors({ config, log }: Deps) {
  return (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const problem = problemOf(error)
    if (problem.status >= 500) {
      log.error(
        { event: 'http.error', route: request.routeOptions.url, status: problem.status, err: error },
        'request failed'
      )
    }
    return sendProblem(config, request, reply, problem)
  }
}

/**
 * Answers URLs that Fastify refuses before any hook runs: a broken percent-encoding, a
 * parameter beyond maxParamLength. As the path of a link they are one more unknown link.
 */
export function handleBadUrls({ config }: Deps) {
  return (_error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    reply.headers(securityHeaders(config))
    if (/^\/(confirm|unsubscribe|not-me|preferences|account|draft)\//.test(request.raw.url ?? ''))
      sendUnknownLink(config, request, reply)
    else sendProblem(config, request, reply, nothingHere)
  }
}

function problemOf(error: FastifyError | Error): Problem {
  if (error instanceof AppError) return { status: error.status, code: error.code, detail: error.message }
  if (isDatabaseAway(error)) {
    return { status: 503, code: 'SERVICE_UNAVAILABLE', detail: 'The database does not answer. Please try again soon.' }
  }
  const { statusCode = 500, validation } = error as Partial<FastifyError>
  if (validation !== undefined) return invalidRequest(validation)
  if (statusCode === 413)
    return { status: 413, code: 'BODY_TOO_LARGE', detail: 'The request is larger than this address takes.' }
  if (statusCode === 415) {
    return {
      status: 415,
      code: 'MEDIA_TYPE_NOT_SUPPORTED',
      detail: 'Send application/json or application/x-www-form-urlencoded.'
    }
  }
  if (statusCode >= 400 && statusCode < 500) return { status: 400, code: 'REQUEST_INVALID', detail: error.message }
  return { status: 500, code: 'INTERNAL', detail: 'Something went wrong on our side. It has been logged.' }
}

function invalidRequest(validation: NonNullable<FastifyError['validation']>): Problem {
  const [first] = validation
  const unknown = first?.params.additionalProperty
  if (typeof unknown === 'string') {
    return { status: 400, code: 'FIELD_NOT_SUPPORTED', detail: `The field "${unknown}" is not supported.` }
  }
  const place = first?.instancePath.slice(1).replaceAll('/', '.') ?? ''
  return { status: 400, code: 'REQUEST_INVALID', detail: `${place} ${first?.message ?? 'is not valid'}`.trim() }
}
