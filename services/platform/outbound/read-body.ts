import type { IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

/**
 * An answer's body as UTF-8; undefined as soon as more than `limit` bytes are there, counted
 * after unpacking: a megabyte of gzip can be a gigabyte of nothing. Throws where the body breaks off.
 */
export async function readBody(
  response: IncomingMessage,
  limit: number,
  signal: AbortSignal
): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  async function collect(source: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of source) {
      size += chunk.length
      if (size > limit) throw new Error('too large')
      chunks.push(chunk)
    }
  }
  const packing = response.headers['content-encoding'] ?? 'identity'
  try {
    if (packing === 'gzip') await pipeline(response, createGunzip(), collect, { signal })
    else if (packing === 'identity') await pipeline(response, collect, { signal })
    else throw new Error(`the body is packed as ${packing}, which was not asked for`)
  } catch (error) {
    // Asked by the size: pipeline of Node 20 may report that it cut the source instead of why.
    if (size > limit) return undefined
    throw error
  }
  return Buffer.concat(chunks).toString('utf8')
}
