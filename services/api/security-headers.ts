import type { Config } from '../platform/config.ts'

const locked = "default-src 'none'; base-uri 'none'; object-src 'none'"

/** Content-Security-Policy by what is shown. No page of ours has an inline script or style. */
export const policies = {
  page: `${locked}; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'`,
  /** A page with the sign-up form, whose script asks for a challenge. */
  pageWithSignUp: `${locked}; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'`,
  /** A page that shows a mail in a frame. */
  pageWithMail: `${locked}; style-src 'self'; img-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'none'`,
  /** The page of all mails, which looks by a script whether their templates changed. Local mode only. */
  pageWithPreviews: `${locked}; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'`,
  /** A mail as a page of its own: mails carry their style inline. */
  mail: `${locked}; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'none'`,
  /** A mail inside our inbox. The sandbox holds even where the frame's own attribute is got around. */
  framedMail:
    `${locked}; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; ` +
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  /** swagger-ui: its own files, and inline images and styles that its scripts set. */
  apiBrowser:
    `${locked}; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; ` +
    "form-action 'self'; frame-ancestors 'none'"
} as const

/**
 * Headers of every answer, errors included. A table rather than a plugin, because
 * Fastify answers a malformed URL outside any hook.
 */
export function securityHeaders(config: Pick<Config, 'baseUrl'>): Record<string, string> {
  return {
    'content-security-policy': policies.page,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(config.baseUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {})
  }
}

/** What a page adds whose address is a secret: kept by no cache, found by no search. */
export const secretPageHeaders = { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' }
