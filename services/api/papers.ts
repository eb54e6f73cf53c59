import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type TStringOptions, Type } from 'typebox'
import { editionFacts } from '../editions/archive.ts'
import { mistake } from '../mail/words/mistake.ts'
import { type ArchivedMonth, archivedMonth } from '../papers/archive-months.ts'
import { latestDay, listDay, neighbouringDays } from '../papers/day-list.ts'
import { openFeedDay } from '../papers/feed-day.ts'
import { sendJson } from './answers.ts'
import type { ApiDeps } from './api-deps.ts'
import type { SendKept } from './kept-pages.ts'
import { wantsJson } from './negotiation.ts'
import { archivePage } from './pages/archive-page.tsx'
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
      id: Type.Union([Type.Integer(), Type.Null()], { description: 'Of GET /paper/:id; null in the sample' }),
      title: Type.String(),
      arxivId: nullable(),
      authors: Type.Array(Type.String()),
      summary: nullable({ description: 'What the paper did, as its mail says it' }),
      summaryUrl: nullable({ description: 'The page to credit where a machine at Hugging Face wrote the summary' }),
      reason: nullable({ description: 'Why it stands where it does; null where only its place on the list tells' }),
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
const archive = Type.Object({
  month: nullable({ description: 'YYYY-MM; null where nothing was ever listed' }),
  days: Type.Array(Type.Object({ day: Type.String({ format: 'date' }), papers: Type.Integer() })),
  months: Type.Array(Type.String())
})
const open = Type.Union([
  Type.Object({ day: Type.String({ format: 'date' }), papers: Type.Integer(), leading: nullable() }),
  Type.Null()
])

/** The front page and the archive by day. */
export const papers: FastifyPluginAsyncTypebox<ApiDeps & { sendKept: SendKept }> = async (app, deps) => {
  const { config, clock, sendKept } = deps
  const type = 'text/html; charset=utf-8'
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
      if (!wantsJson(request))
        return sendKept(request, reply, {
          key: '/',
          type,
          render: async () => ({ body: homePage(deps, await readFront(deps)) })
        })
      const front = await readFront(deps)
      return sendJson(reply, { ...front.shown, open: front.open })
    }
  )

  const sendMonth = async (request: FastifyRequest, reply: FastifyReply, month?: string) => {
    if (wantsJson(request)) {
      const found = await readMonth(deps, month)
      return sendJson(reply, { ...found, month: found.month ?? null })
    }
    return sendKept(request, reply, {
      key: `/papers/${month ?? ''}`,
      type,
      render: async () => ({ body: archivePage(deps, await readMonth(deps, month)) })
    })
  }

  app.get(
    '/papers',
    {
      schema: {
        tags: ['Papers'],
        operationId: 'archive',
        summary: 'The newest month of the archive, and which months there are',
        response: { 200: pageOr('The days of the month', archive) }
      }
    },
    async (request, reply) => sendMonth(request, reply)
  )

  app.get(
    '/papers/:date',
    {
      schema: {
        tags: ['Papers'],
        operationId: 'papersOfDay',
        summary: "One feed day's papers",
        params: Type.Object({
          date: Type.String({ description: 'YYYY-MM-DD; YYYY-MM for a month of the archive; sample in local mode' })
        }),
        response: {
          200: pageOr('The papers; none where nothing was listed', Type.Union([Type.Object(day), archive])),
          400: problemAnswer('DATE_INVALID'),
          404: problemAnswer('NOT_FOUND: the day has not begun')
        }
      }
    },
    async (request, reply) => {
      if (isMonth(request.params.date)) return sendMonth(request, reply, request.params.date)
      const asked = readDay(config, request.params.date)
      const read = async () => {
        if (asked === null) return showSample()
        // Here and not before what is kept is looked for: New York's date takes 50 µs, a tenth of an answer.
        if (asked > openFeedDay(clock.now())) throw mistake('NOT_FOUND', 'problem.dayNotBegun', { day: asked })
        return readShownDay(deps, asked)
      }
      if (wantsJson(request)) return sendJson(reply, await read())
      return sendKept(request, reply, {
        key: `/papers/${asked ?? 'sample'}`,
        type,
        render: async () => ({
          body: dayPage(deps, await read(), asked === null ? undefined : await editionFacts(deps, asked))
        })
      })
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

function isMonth(text: string): boolean {
  return /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text)
}

async function readMonth(deps: ApiDeps, month: string | undefined): Promise<ArchivedMonth> {
  const found = await archivedMonth(deps, month)
  if (found === undefined) throw mistake('NOT_FOUND', 'problem.month', { month: month ?? '' })
  return found
}
