import type { FastifyInstance } from 'fastify'
import { signFormStamp } from '../platform/tokens.ts'
import type { ApiDeps } from './api-deps.ts'
import { stampSlot } from './pages/sign-up-form.tsx'
import { signUpScriptPath } from './pages/sign-up-script.ts'
import { policies } from './security-headers.ts'

/**
 * Writes the moment into the forms of pages as they are sent, since the pages themselves are rendered
 * once and kept, and lets the script of the form run there and nowhere else.
 */
export function prepareForms(app: FastifyInstance, { clock, config }: Pick<ApiDeps, 'clock' | 'config'>): void {
  app.addHook('onSend', async (_request, reply, payload) => {
    // The headers of a 304 take the place of those that the browser kept with the page.
    if (reply.statusCode === 304) reply.header('content-security-policy', policies.pageWithSignUp)
    if (typeof payload !== 'string' || !payload.includes(signUpScriptPath)) return payload
    reply.header('content-security-policy', policies.pageWithSignUp)
    return payload.replaceAll(stampSlot, signFormStamp(config.secretKeys, clock.now()))
  })
}
