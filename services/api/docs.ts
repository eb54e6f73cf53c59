import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import type { ApiDeps } from './api-deps.ts'
import { policies } from './security-headers.ts'

/** `/docs` to browse, `/docs/json` for programs. Registered first: it sees only routes that come after it. */
export async function registerDocs(app: FastifyInstance, { config }: Pick<ApiDeps, 'config'>): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: config.siteName,
        description:
          'Pages for people, JSON where Accept asks for it. ' +
          'Errors are application/problem+json (RFC 9457) with a stable `code`.',
        version: '1'
      },
      servers: [{ url: config.baseUrl }],
      tags: [{ name: 'Papers' }, { name: 'Feeds' }, { name: 'Subscription' }, { name: 'Curation' }, { name: 'Service' }]
    }
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: policies.apiBrowser,
    // Without the bar that fetches other people's documents.
    uiConfig: { layout: 'BaseLayout' },
    theme: { title: `${config.siteName}: API` }
  })
}
