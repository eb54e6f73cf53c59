import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'

const types = {
  // Registered by nobody; what reference managers and arXiv's own exports use.
  bib: 'application/x-bibtex; charset=utf-8',
  ris: 'application/x-research-info-systems; charset=utf-8'
} as const

/** How the answer of such a route is documented. */
export function citationsAnswer(extension: keyof typeof types) {
  return { description: 'The file', content: { [types[extension]]: { schema: Type.String() } } }
}

/** Sends citations as a file to save; `name` is without extension and has only letters, digits and hyphens. */
export function sendCitations(
  reply: FastifyReply,
  { extension, text, name }: { extension: keyof typeof types; text: string; name: string }
): FastifyReply {
  return reply
    .header('content-disposition', `attachment; filename="${name}.${extension}"`)
    .header('cache-control', 'no-cache')
    .type(types[extension])
    .send(text)
}
