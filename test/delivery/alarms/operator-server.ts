import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Replay, startReplay } from '../../support/replay/server.ts'

/** A request as the operator's own server got it. */
interface Call {
  method: string
  path: string
  type: string | undefined
  body: string
}

export interface OperatorServer extends Pick<Replay, 'url' | 'disturb' | 'close'> {
  /** Every call that came whole, also those that got an error. */
  calls: Call[]
  /** The status of every answer from now on. */
  answer(status: number, headers?: Record<string, string>): void
}

/** What stands behind ALERT_WEBHOOK and HEARTBEAT_URL in tests: a real server that writes down what comes. */
export async function startOperatorServer(): Promise<OperatorServer> {
  const calls: Call[] = []
  let given: { status: number; headers: Record<string, string> } = { status: 204, headers: {} }
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    calls.push({ method: request.method ?? '', path: request.url ?? '', type: request.headers['content-type'], body })
    response.writeHead(given.status, given.headers).end()
  }
  const replay = await startReplay((request, response) => void take(request, response))
  return {
    url: replay.url,
    disturb: replay.disturb,
    close: replay.close,
    calls,
    answer: (status, headers = {}) => {
      given = { status, headers }
    }
  }
}
