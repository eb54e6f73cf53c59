import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiDeps } from './api-deps.ts'
import { readContentVersion } from './content-version.queries.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { type PageBytes, pageBytes, withMoment } from './sign-up-forms.ts'

/** What a route renders, and when what it shows changed last, where that is known. */
interface Rendered {
  body: string
  changedAt?: Date
}

/** Renders what `key` names unless the one kept is still true, and answers with it or with 304. */
export type SendKept = (
  request: FastifyRequest,
  reply: FastifyReply,
  page: { key: string; type: string; render: () => Promise<Rendered> }
) => Promise<FastifyReply>

/** Bytes of all that is kept: several hundred pages. */
const mostKept = 40_000_000
/** Ranks and words like "so far" go with the clock, so that nothing is kept for longer. */
const keptMs = 60_000

interface Kept {
  state: string
  /** 0 until it is rendered. */
  size: number
  rendered: Promise<Ready>
}

interface Ready {
  page: PageBytes
  etag: string
  changedAt: Date | undefined
  lastModified: string | undefined
}

/**
 * Keeps rendered pages and feeds until anything that they could show has changed in the database.
 * Every request asks for that: a page is never older than its request. Requests that come together
 * share the question, which is what makes this fast (bench/pages.ts).
 */
export function keepPages({ db, clock, config }: Pick<ApiDeps, 'db' | 'clock' | 'config'>): SendKept {
  const kept = new Map<string, Kept>()
  const version = oneAtATime(() => readContentVersion(db))
  let size = 0

  return async (request, reply, { key, type, render }) => {
    const state = `${await version()} ${Math.floor(clock.now().getTime() / keptMs)}`
    let found = kept.get(key)
    if (found?.state !== state) {
      found = { state, size: 0, rendered: ready(render) }
      await keep(key, found)
    }
    const { page, etag, changedAt, lastModified } = await found.rendered
    reply.headers({ etag, 'cache-control': 'no-cache', vary: 'accept' })
    if (lastModified !== undefined) reply.header('last-modified', lastModified)
    if (isKnown(request, etag, changedAt)) return reply.code(304).send()
    return reply.type(type).send(withMoment(reply, page, { clock, config }))
  }

  async function keep(key: string, page: Kept): Promise<void> {
    drop(key)
    kept.set(key, page)
    try {
      const { pieces } = (await page.rendered).page
      // Another one may have taken the place meanwhile.
      if (kept.get(key) === page) {
        // Twice where there are forms: in pieces, and as it was sent last.
        page.size = Math.min(pieces.length, 2) * pieces.reduce((sum, { length }) => sum + length, 0)
        size += page.size
      }
    } catch (error) {
      // What cannot be rendered is not kept, and said to whoever asked.
      if (kept.get(key) === page) drop(key)
      throw error
    }
    for (const oldest of kept.keys()) {
      if (size <= mostKept) break
      drop(oldest)
    }
  }

  function drop(key: string): void {
    size -= kept.get(key)?.size ?? 0
    kept.delete(key)
  }
}

async function ready(render: () => Promise<Rendered>): Promise<Ready> {
  const { body, changedAt } = await render()
  // Weak: the moment that is written into forms as they are sent changes bytes, but nothing that is said.
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  return { page: pageBytes(body), etag, changedAt, lastModified: changedAt?.toUTCString() }
}

/** Whether the client has it already (RFC 9110, 13.2.2: a date counts only where no tag is sent). */
function isKnown(request: FastifyRequest, etag: string, changedAt: Date | undefined): boolean {
  const tags = request.headers['if-none-match']
  if (tags !== undefined) return tags === '*' || tags.split(',').some((tag) => weak(tag) === weak(etag))
  const since = Date.parse(request.headers['if-modified-since'] ?? '')
  return changedAt !== undefined && Math.floor(changedAt.getTime() / 1000) * 1000 <= since
}

function weak(tag: string): string {
  return tag.trim().replace(/^W\//, '')
}
