import type { FastifyInstance, FastifyReply } from 'fastify'
import { signFormStamp } from '../platform/tokens.ts'
import type { ApiDeps } from './api-deps.ts'
import { stampSlot } from './pages/sign-up-form.tsx'
import { signUpScriptPath } from './pages/sign-up-script.ts'
import { policies } from './security-headers.ts'

type FormDeps = Pick<ApiDeps, 'clock' | 'config'>

/**
 * Writes the moment into the forms of pages as they are sent, and lets the script of the form run there and
 * nowhere else.
 */
export function prepareForms(app: FastifyInstance, deps: FormDeps): void {
  app.addHook('onSend', (_request, reply, payload, done) => {
    // The headers of a 304 take the place of those that the browser kept with the page.
    if (reply.statusCode === 304) reply.header('content-security-policy', policies.pageWithSignUp)
    if (typeof payload !== 'string' || !payload.includes(signUpScriptPath)) done(null, payload)
    else done(null, withMoment(reply, pageBytes(payload), deps))
  })
}

/** A page cut where the moment goes: searching and encoding 40 KB took as long as much else of an answer. */
export interface PageBytes {
  pieces: Buffer[]
  /** The page of the code has the script and no moment. */
  hasScript: boolean
  /** As it was sent last. Signing and joining for each of ten thousand requests a second took a fifth of them. */
  sent: { at: number; bytes: Buffer } | undefined
}

/** A form counts as open for up to this much longer than it was: nothing beside the two seconds asked for. */
const momentMs = 100

export function pageBytes(page: string): PageBytes {
  return {
    pieces: page.split(stampSlot).map((piece) => Buffer.from(piece)),
    hasScript: page.includes(signUpScriptPath),
    sent: undefined
  }
}

/** Such a page as it is sent now. */
export function withMoment(reply: FastifyReply, page: PageBytes, { clock, config }: FormDeps): Buffer {
  if (page.hasScript) reply.header('content-security-policy', policies.pageWithSignUp)
  const [first = Buffer.alloc(0), ...others] = page.pieces
  if (others.length === 0) return first
  const at = Math.floor(clock.now().getTime() / momentMs) * momentMs
  if (page.sent?.at !== at) {
    const moment = Buffer.from(signFormStamp(config.secretKeys, new Date(at)))
    page.sent = { at, bytes: Buffer.concat([first, ...others.flatMap((piece) => [moment, piece])]) }
  }
  return page.sent.bytes
}
