import type { ApiDeps } from './api-deps.ts'
import { buildApp } from './app.ts'

/**
 * Starts the pages and the API. Throws an error that names the address where it is taken.
 * `close` stops listening, answers what is under way and then resolves.
 */
export async function startApi(deps: ApiDeps): Promise<{ address: string; close(): Promise<void> }> {
  const { config, log } = deps
  const app = await buildApp(deps)
  const address = await app.listen({ port: config.port, host: config.host }).catch((error: NodeJS.ErrnoException) => {
    const place = `${config.host}:${config.port}`
    throw new Error(refusals[error.code ?? '']?.(place) ?? `Cannot listen on ${place}: ${error.message}`, {
      cause: error
    })
  })
  log.info({ event: 'api.started', url: address }, 'the API is listening')
  return {
    address,
    async close() {
      await app.close()
    }
  }
}

const refusals: Record<string, (place: string) => string> = {
  EADDRINUSE: (place) => `${place} is already in use: stop the program that listens there, or set PORT`,
  EACCES: (place) => `Not allowed to listen on ${place}: set PORT to 1024 or above`,
  EADDRNOTAVAIL: (place) => `${place} is no address of this machine: check HOST`,
  ENOTFOUND: (place) => `${place} is no address of this machine: check HOST`
}
