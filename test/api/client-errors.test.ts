import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { useApp } from '../support/app.ts'

const site = useApp()

/** Sends bytes to the listening app and returns all that comes back. */
async function say(bytes: string): Promise<string> {
  const address = site.app.server.listening
    ? site.app.listeningOrigin
    : await site.app.listen({ port: 0, host: '127.0.0.1' })
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString()
  })
  socket.on('error', () => undefined)
  socket.write(bytes)
  await once(socket, 'close')
  return answer
}

test.each([
  ['bytes that are no HTTP', 'NONSENSE\r\n\r\n', 400],
  [
    'two lengths',
    'POST /subscriptions HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400
  ],
  ['a header with a control character', 'GET / HTTP/1.1\r\nHost: x\r\nX: \u0000\r\n\r\n', 400],
  ['headers of 20 KB', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431]
])('%s are answered with a problem and every security header, and the connection ends', async (_, bytes, status) => {
  const answer = await say(bytes)
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(answer).toContain("content-security-policy: default-src 'none'")
  expect(answer).toContain('x-content-type-options: nosniff')
  expect(answer).toContain('"code":"REQUEST_INVALID"')
})

test('slow requests are cut: headers within 10 s, the whole within 15 s, looked for every 5 s', () => {
  expect(site.app.server).toMatchObject({ headersTimeout: 10_000, requestTimeout: 15_000 })
  expect(site.app.initialConfig).toMatchObject({ connectionTimeout: 30_000, bodyLimit: 16_384 })
})
