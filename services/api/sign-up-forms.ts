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
  app.addHook('onSend', async (_request, reply, payload) => {
    // The headers of a 304 take the place of those that the browser kept with the page.
    if (reply.statusCode === 304) reply.header('content-security-policy', policies.pageWithSignUp)
    if (typeof payload !== 'string' || !payload.includes(signUpScriptPath)) return payload
    return withMoment(reply, cutAtForms(payload), deps)
  })
}

/** The bytes of a page, cut where the moment goes: searching and encoding 40 KB took as long as all else of an answer. */
export function cutAtForms(page: string): Buffer[] {
  return page.split(stampSlot).map((piece) => Buffer.from(piece))
}

/** Such a page as it is sent now. */
export function withMoment(reply: FastifyReply, pieces: readonly Buffer[], { clock, config }: FormDeps): Buffer {
  const [first = Buffer.alloc(0), ...others] = pieces
  if (others.length === 0) return first
  reply.header('content-security-policy', policies.pageWithSignUp)
  const moment = Buffer.from(signFormStamp(config.secretKeys, clock.now()))
  return Buffer.concat([first, ...others.flatMap((piece) => [moment, piece])])
}
