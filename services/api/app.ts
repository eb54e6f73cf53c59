import { type FastifyInstance, fastify } from 'fastify'
import { account } from './account.ts'
import { admin } from './admin.ts'
import { sendProblem } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { challenge } from './challenge.ts'
import { handleBadRequests } from './client-errors.ts'
import { code } from './code.ts'
import { confirmations } from './confirmations.ts'
import { registerDocs } from './docs.ts'
import { drafts } from './drafts.ts'
import { editions } from './editions.ts'
import { handleBadUrls, handleErrors, nothingHere } from './error-handler.ts'
import { feeds } from './feeds.ts'
import { health } from './health.ts'
import { inbox } from './inbox.ts'
import { keepPages } from './kept-pages.ts'
import { type Limits, usualLimits } from './limits.ts'
import { metricsRoute, openMetrics } from './metrics.ts'
import { notMe } from './not-me.ts'
import { refuseTwoHosts } from './one-host.ts'
import { refuseOverload } from './overload.ts'
import { paper } from './paper.ts'
import { papers } from './papers.ts'
import { preferences } from './preferences.ts'
import { preview } from './preview.ts'
import { privacy } from './privacy.ts'
import { logRequests } from './request-log.ts'
import { search } from './search.ts'
import { securityHeaders } from './security-headers.ts'
import { prepareForms } from './sign-up-forms.ts'
import { smallFiles } from './small-files.ts'
import { status } from './status.ts'
import { subscriptions } from './subscriptions.ts'
import { unsubscriptions } from './unsubscriptions.ts'

/** The app with all its routes, not listening yet. */
export async function buildApp(deps: ApiDeps, limits: Limits = usualLimits): Promise<FastifyInstance> {
  const { config } = deps
  const app = fastify({
    // Only a list: a number trusts nobody in Fastify 5.12, and `true` believes every client's X-Forwarded-For.
    trustProxy: config.trustProxy.length === 0 ? false : config.trustProxy,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.silenceMs,
    http: { headersTimeout: limits.headersMs, connectionsCheckingInterval: limits.checkMs },
    clientErrorHandler: handleBadRequests(deps),
    routerOptions: { maxParamLength: 200 },
    // What comes on an open connection while closing is answered like before, then the connection ends.
    return503OnClosing: false,
    frameworkErrors: handleBadUrls(deps),
    // A body is refused where it does not fit, neither trimmed nor bent.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } }
  })

  // A keep-alive connection that is mid-request when close() begins would hold the
  // server open for its whole keepAliveTimeout, 72 s (fastify#7044).
  let draining = false
  app.addHook('preClose', async () => {
    draining = true
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (draining) reply.header('connection', 'close')
    done()
  })

  const headers = securityHeaders(config)
  // What every request passes takes a callback: a promise for each of six hooks is much of what a kept page costs.
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
  app.setErrorHandler(handleErrors(deps))
  app.setNotFoundHandler((request, reply) => sendProblem(deps, request, reply, nothingHere))
  prepareForms(app, deps)
  const metrics = openMetrics(deps)
  logRequests(app, { log: deps.log, metrics })
  refuseTwoHosts(app, deps)
  refuseOverload(app, deps, limits.underWay)

  await registerDocs(app, deps)
  await app.register(smallFiles)
  const sendKept = keepPages(deps)
  await app.register(papers, { ...deps, sendKept })
  await app.register(paper, { ...deps, sendKept })
  await app.register(search, deps)
  await app.register(feeds, { ...deps, sendKept })
  await app.register(editions, deps)
  await app.register(subscriptions, deps)
  await app.register(confirmations, deps)
  await app.register(unsubscriptions, deps)
  await app.register(code, deps)
  await app.register(challenge, deps)
  await app.register(notMe, deps)
  await app.register(preferences, deps)
  await app.register(account, deps)
  await app.register(drafts, deps)
  await app.register(status, deps)
  await app.register(privacy, deps)
  await app.register(health, { ...deps, isDraining: () => draining })
  await app.register(metricsRoute, metrics)
  await app.register(admin, deps)
  if (config.local) await app.register(inbox, deps)
  if (config.local) await app.register(preview, deps)
  return app
}
