import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What came in. */
interface Asked {
  /** With its query: /api/daily_papers?date=2026-11-20 */
  path: string
  headers: IncomingHttpHeaders
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

export interface Replay {
  /** Base address, without a slash at the end. */
  url: string
  /** Every request so far, those answered by a fault too. */
  asked: Asked[]
  /** What the next requests get instead of an answer, one each; undefined lets one through. */
  disturb(...faults: (Answer | undefined)[]): void
  close(): Promise<void>
}

/** Starts a server on 127.0.0.1 that answers by `answer` unless it was disturbed. */
export async function startReplay(answer: Answer): Promise<Replay> {
  const asked: Asked[] = []
  const faults: (Answer | undefined)[] = []
  const server = createServer((request, response) => {
    asked.push({ path: request.url ?? '', headers: request.headers })
    const chosen = faults.shift() ?? answer
    chosen(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    disturb: (...next) => void faults.push(...next),
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    }
  }
}

export function answerWith(response: ServerResponse, type: string, body: string, headers: Record<string, string> = {}) {
  response.writeHead(200, { 'content-type': type, ...headers }).end(body)
}
