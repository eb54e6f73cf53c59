import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { recentAlarms } from '../delivery/alarms/recent-alarms.ts'
import { listPauses } from '../delivery/limits/list-pauses.ts'
import { todayStatus } from '../editions/today.ts'
import { listRuns } from '../platform/job-runs.ts'
import { sendJson, sendPage, sendProblem } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { wantsJson } from './negotiation.ts'
import { countNoticesOwed, countSubscribers, lastError, newestEditionCounts } from './overview.queries.ts'
import { adminPage, type Overview } from './pages/admin-page.tsx'
import { problem } from './problem.ts'

/** The operator's page, behind ADMIN_TOKEN: Basic for browsers (any user name), Bearer for programs. */
export async function admin(app: FastifyInstance, deps: ApiDeps): Promise<void> {
  const { config } = deps

  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (isOperator(request, config.adminToken)) return undefined
    reply.header(
      'www-authenticate',
      wantsJson(request) ? 'Bearer realm="admin"' : 'Basic realm="admin", charset="UTF-8"'
    )
    return sendProblem(deps, request, reply, problem(401, 'UNAUTHORIZED', 'problem.token'))
  })

  app.get('/admin', { schema: { hide: true } }, async (request, reply) => {
    const overview = await readOverview(deps)
    return wantsJson(request) ? sendJson(reply, overview) : sendPage(reply, adminPage(deps, overview))
  })
}

async function readOverview(deps: ApiDeps): Promise<Overview> {
  const { db, queues } = deps
  const [today, alarms, subscribers, edition, noticesOwed, pauses, backlog, error, runs] = await Promise.all([
    todayStatus(deps),
    recentAlarms(deps),
    countSubscribers(db),
    newestEditionCounts(db),
    countNoticesOwed(db),
    listPauses(deps),
    queues.backlog(),
    lastError(db),
    listRuns(db)
  ])
  return {
    today,
    alarms,
    subscribers,
    newestEdition: edition ?? null,
    noticesOwed,
    pauses,
    queueBacklog: backlog ?? null,
    lastError: error ?? null,
    jobs: runs.map(({ job, finishedAt }) => ({ job, lastRunAt: finishedAt }))
  }
}

function isOperator(request: FastifyRequest, adminToken: string): boolean {
  const { authorization = '' } = request.headers
  const space = authorization.indexOf(' ')
  const [scheme, credentials] = [authorization.slice(0, Math.max(space, 0)), authorization.slice(space + 1)]
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return isSame(credentials, adminToken)
    case 'basic': {
      const pair = Buffer.from(credentials, 'base64').toString('utf8')
      return pair.includes(':') && isSame(pair.slice(pair.indexOf(':') + 1), adminToken)
    }
    default:
      return false
  }
}

// Hashed first: timingSafeEqual wants equal lengths, and so the length tells nothing either.
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
