import type { IncomingHttpHeaders } from 'node:http'

/**
 * How long an answer asks to wait before the next request, in milliseconds; undefined where it
 * does not say. `RateLimit` (draft-ietf-httpapi-ratelimit-headers) goes first: Hugging Face
 * sends it with the seconds until its window ends, `"api";r=0;t=55`, and adds a second itself.
 */
export function askedWait(headers: IncomingHttpHeaders, now: Date): number | undefined {
  const windows = [...String(headers['ratelimit'] ?? '').matchAll(/"[^"]*"\s*;\s*r\s*=\s*(\d+)\s*;\s*t\s*=\s*(\d+)/g)]
  const spent = windows.filter(([, left]) => Number(left) === 0).map(([, , seconds]) => Number(seconds) + 1)
  if (spent.length > 0) return Math.max(...spent) * 1000
  return readRetryAfter(headers['retry-after'] ?? '', now)
}

/** Seconds or an HTTP date, RFC 9110 section 10.2.3. */
function readRetryAfter(value: string, now: Date): number | undefined {
  if (/^\d+$/.test(value)) return Number(value) * 1000
  // Date.parse takes more than the header may hold: "5m" is the month of May somewhere.
  const date = /^[A-Z][a-z]{2,8}, .*\d{2}:\d{2}:\d{2} GMT$/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime())
}
