import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { say } from '../mail/words/words.ts'
import { sendJson, sendPage } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { keptData } from './kept-data.ts'
import { wantsJson } from './negotiation.ts'
import { privacyPage } from './pages/privacy-page.tsx'
import { pageOr } from './schemas.ts'

const kept = Type.Object({
  kept: Type.Array(Type.Object({ what: Type.String(), why: Type.String(), howLong: Type.String() }))
})

/** What is kept about readers, from the list that the schema is checked against. */
export const privacy: FastifyPluginAsyncTypebox<Pick<ApiDeps, 'config' | 'words'>> = async (app, site) => {
  const { config, words } = site
  const said = keptData
    .filter(({ localOnly }) => localOnly !== true || config.local)
    .map(({ what, why, howLong }) => ({
      what: say(words, what),
      why: say(words, why),
      howLong: howLong(words, config.retentionDays)
    }))

  app.get(
    '/privacy',
    {
      schema: {
        tags: ['Service'],
        operationId: 'privacy',
        summary: 'What is kept about readers, why, and for how long',
        response: { 200: pageOr('All that is kept', kept) }
      }
    },
    async (request, reply) =>
      wantsJson(request) ? sendJson(reply, { kept: said }) : sendPage(reply, privacyPage(site, said))
  )
}
