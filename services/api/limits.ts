/**
 * What a client may take of the server. Other values are for tests, which cannot wait for these.
 * Fastify's own are no body below 1 MiB refused, and no request ever too slow.
 */
export const usualLimits = {
  bodyBytes: 16 * 1024,
  /** From the first byte to the end of the headers. */
  headersMs: 10_000,
  /** From the first byte to the end of the body. */
  requestMs: 15_000,
  /** A connection on which nothing moves, in either direction. */
  silenceMs: 30_000,
  /** Node looks for slow requests every 30 s unless told otherwise, which would double the limits above. */
  checkMs: 5000,
  /** Requests under way at once. Each page waits for some milliseconds of one of a handful of database connections. */
  underWay: 500
}

export type Limits = typeof usualLimits
