import type { FastifyInstance } from 'fastify'
import { secretPageHeaders } from './security-headers.ts'

/** What RFC 8058 sends is 26 bytes; a multipart form of the same takes a few hundred. */
const bodyLimit = 4096

/**
 * Routes whose address is the secret: kept by no cache, and posted to with any body or
 * none, because mail providers send urlencoded, multipart or nothing (RFC 8058, 3.2) and
 * the body says nothing we need. Register them in a scope of their own.
 */
export function prepareForSecretLinks(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(secretPageHeaders)
    // Fastify answers 415 to a Content-Type it cannot read before it asks any parser.
    delete request.headers['content-type']
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, _body, done) => {
    done(null, undefined)
  })
}
