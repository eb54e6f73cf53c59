import type { FastifyRequest } from 'fastify'

/**
 * Whether the answer is to be JSON rather than HTML: where Accept prefers it, and where
 * a JSON body came from a program that asks for nothing in particular (curl says *\/*).
 * Wildcards alone mean HTML: link checkers and old browsers send them.
 */
export function wantsJson(request: Pick<FastifyRequest, 'headers'>): boolean {
  const accept = request.headers.accept ?? ''
  const isJsonBody = (request.headers['content-type'] ?? '').startsWith('application/json')
  // Every browser's: not worth taking apart.
  if (!isJsonBody && !/json/i.test(accept)) return false
  const json = quality(accept, ['application/json', 'application/problem+json'])
  const html = quality(accept, ['text/html', 'application/xhtml+xml'])
  if (json !== html) return json > html
  return html === 0 && isJsonBody
}

/** The highest q (RFC 9110, 12.5.1) that an Accept header gives one of `types` by name, 0 where it names none. */
function quality(accept: string, types: string[]): number {
  return accept
    .toLowerCase()
    .split(',')
    .map((range) => range.split(';').map((part) => part.trim()))
    .filter(([type = '']) => types.includes(type))
    .map(([, ...parameters]) => {
      const q = parameters.find((parameter) => parameter.startsWith('q='))
      return q === undefined ? 1 : Number(q.slice(2)) || 0
    })
    .reduce((highest, q) => Math.max(highest, q), 0)
}
