import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { ApiDeps } from './api-deps.ts'
export const papers: FastifyPluginAsyncTypebox<ApiDeps> = async (_app, _deps) => {}
