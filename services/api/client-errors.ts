import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { ApiDeps } from './api-deps.ts'
import { problemJson } from './problem.ts'
import { securityHeaders } from './security-headers.ts'

/**
 * Answers what never became a request: bytes that are no HTTP, headers that are too
 * large or too slow. There is no Accept to go by, so it is problem+json.
 */
export function handleBadRequests({ config }: Pick<ApiDeps, 'config'>) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const { status, detail } = mistakes[error.code ?? ''] ?? { status: 400, detail: 'This is not HTTP as we know it.' }
    const body = problemJson({ status, code: 'REQUEST_INVALID', detail })
    const headers = Object.entries({
      ...securityHeaders(config),
      'content-type': 'application/problem+json',
      'content-length': String(Buffer.byteLength(body)),
      connection: 'close'
    })
    const head = headers.map(([name, value]) => `${name}: ${value}`).join('\r\n')
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n\r\n${body}`)
  }
}

const mistakes: Record<string, { status: number; detail: string }> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'The request took too long to arrive.' },
  HPE_HEADER_OVERFLOW: { status: 431, detail: 'The headers are larger than this address takes.' }
}
