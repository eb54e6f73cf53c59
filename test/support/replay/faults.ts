import { gzipSync } from 'node:zlib'
import type { Answer } from './server.ts'

/** 429, saying how long to wait or not at all. */
export function tooMany(headers: { ratelimit?: string; 'retry-after'?: string } = {}): Answer {
  return (_request, response) =>
    response.writeHead(429, { 'content-type': 'text/plain', ...headers }).end('Rate exceeded.')
}

/** An error with the page that proxies send. */
export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_request, response) =>
    response.writeHead(code, { 'content-type': 'text/html', ...headers }).end('<html><body>Sorry.<br></body></html>')
}

/** 200 with whatever. */
export function body(text: string, type = 'application/json', headers: Record<string, string> = {}): Answer {
  return (_request, response) => response.writeHead(200, { 'content-type': type, ...headers }).end(text)
}

export const html: Answer = body('<!DOCTYPE html><html><body>Down for maintenance.</body></html>', 'text/html')

/** Promises `text` and cuts the connection in the middle of it. */
export function cut(text: string, type = 'application/json'): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(text) })
    response.write(text.slice(0, text.length / 2), () => response.destroy())
  }
}

export const hangUp: Answer = (request) => request.socket.destroy()

/** A byte now and then, for ever. */
export function drip(type = 'application/json', everyMs = 5): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': type })
    const timer = setInterval(() => response.write(' '), everyMs)
    response.on('close', () => clearInterval(timer))
  }
}

export const silence: Answer = () => undefined

/** A body of so many bytes; packed it is a few kilobytes on the wire. */
export function huge(bytes: number, type: string, { packed = false } = {}): Answer {
  const content = Buffer.alloc(bytes, ' ')
  return (_request, response) =>
    response
      .writeHead(200, { 'content-type': type, ...(packed ? { 'content-encoding': 'gzip' } : {}) })
      .end(packed ? gzipSync(content) : content)
}

export function redirect(location: string, code = 302): Answer {
  return (_request, response) => response.writeHead(code, { location }).end()
}
