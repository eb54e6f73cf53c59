import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type TStringOptions, Type } from 'typebox'
import { latestDay, listDay, neighbouringDays } from '../papers/day-list.ts'
import { openFeedDay } from '../papers/feed-day.ts'
import { AppError } from '../platform/errors.ts'
import { sendJson, sendPage } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import { wantsJson } from './negotiation.ts'
import { dayPage, homePage, type OpenDay } from './pages/day-pages.tsx'
import type { ShownDay } from './pages/day-view.tsx'
import { readDay } from './read-day.ts'
import { pageOr, problemAnswer } from './schemas.ts'
import { readShownDay, showSample } from './shown-day.ts'

const nullable = (options: TStringOptions = {}) => Type.Union([Type.String(options), Type.Null()])

const day = {
  day: nullable({ format: 'date', description: 'null: the sample edition, which is no day’s list' }),
  filling: Type.Boolean({ description: 'The feed day still open' }),
  previous: nullable({ format: 'date' }),
  next: nullable({ format: 'date' }),
  papers: Type.Array(
    Type.Object({
      title: Type.String(),
      arxivId: nullable(),
      authors: Type.Array(Type.String()),
      summary: nullable(),
      reason: nullable(),
      withdrawn: Type.Boolean({ description: 'Withdrawn by its authors since it was listed' }),
      topics: Type.Array(Type.String()),
      links: Type.Object({
        paper: Type.String(),
        pdf: Type.Optional(Type.String()),
        code: Type.Optional(Type.String()),
        project: Type.Optional(Type.String())
      })
    })
  )
}
const open = Type.Union([
  Type.Object({ day: Type.String({ format: 'date' }), papers: Type.Integer(), leading: nullable() }),
  Type.Null()
])

/** The front page and the archive by day. */
export const papers: FastifyPluginAsyncTypebox<ApiDeps> = async (app, deps) => {
  const { config, clock } = deps
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-cache')
  })

  app.get(
    '/',
    {
      schema: {
        tags: ['Papers'],
        operationId: 'latestPapers',
        summary: 'The newest closed day, and word of the day still open',
        response: { 200: pageOr('The papers', Type.Object({ ...day, open })) }
      }
    },
    async (request, reply) => {
      const front = await readFront(deps)
      if (wantsJson(request)) return sendJson(reply, { ...front.shown, open: front.open })
      return sendPage(reply, homePage(config, front))
    }
  )

  app.get(
    '/papers/:date',
    {
      schema: {
        tags: ['Papers'],
        operationId: 'papersOfDay',
        summary: "One feed day's papers",
        params: Type.Object({ date: Type.String({ description: 'YYYY-MM-DD, or sample in local mode' }) }),
        response: {
          200: pageOr('The papers; none where nothing was listed', Type.Object(day)),
          400: problemAnswer('DATE_INVALID'),
          404: problemAnswer('NOT_FOUND: the day has not begun')
        }
      }
    },
    async (request, reply) => {
      const asked = readDay(config, request.params.date)
      if (asked !== null && asked > openFeedDay(clock.now())) throw new AppError('NOT_FOUND', `${asked} has not begun.`)
      const shown = asked === null ? showSample() : await readShownDay(deps, asked)
      return wantsJson(request) ? sendJson(reply, shown) : sendPage(reply, dayPage(config, shown))
    }
  )
}

/** What the front page shows: the newest closed day with papers, else the open one, else in local mode the sample. */
async function readFront(deps: ApiDeps): Promise<{ shown: ShownDay; open: OpenDay | null }> {
  const { db, clock, config } = deps
  const openDay = openFeedDay(clock.now())
  const newest = await latestDay({ db })
  if (newest === undefined)
    return { shown: config.local ? showSample() : await readShownDay(deps, openDay), open: null }

  const closed = newest < openDay ? newest : (await neighbouringDays({ db }, openDay)).previous
  if (closed === undefined) return { shown: await readShownDay(deps, openDay), open: null }
  const [shown, filling] = await Promise.all([readShownDay(deps, closed), listDay({ db, clock }, openDay)])
  return { shown, open: { day: openDay, papers: filling.length, leading: filling[0]?.title ?? null } }
}
