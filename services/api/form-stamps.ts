import type { FastifyInstance } from 'fastify'
import { signFormStamp } from '../platform/tokens.ts'
import type { ApiDeps } from './api-deps.ts'
import { stampSlot } from './pages/sign-up-form.tsx'

/**
 * Writes the moment into the forms of pages as they are sent: the pages themselves may be rendered
 * once and kept. A page that is sent as bytes keeps the slot, and its sign-ups count as without a stamp.
 */
export function stampForms(app: FastifyInstance, { clock, config }: Pick<ApiDeps, 'clock' | 'config'>): void {
  app.addHook('onSend', async (_request, _reply, payload) => {
    if (typeof payload !== 'string' || !payload.includes(stampSlot)) return payload
    return payload.replaceAll(stampSlot, signFormStamp(config.secretKeys, clock.now()))
  })
}
