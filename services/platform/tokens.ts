import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Unsubscribe tokens: `version 1 | key id 1 | subscriber id 8 | HMAC-SHA256, first 16 bytes`,
 * 26 bytes as 35 characters of base64url (Fastify refuses path parameters over 100). The
 * HMAC covers the purpose, so a token for one thing never opens another. They do not
 * expire, and mails signed with an older key keep working while it is listed.
 */
const version = 1
const macLength = 16
const tokenLength = 2 + 8 + macLength

export type Keys = readonly [string, ...string[]]

export function signSubscriberToken(keys: Keys, purpose: 'unsubscribe', subscriberId: number): string {
  const [key] = keys
  const head = Buffer.alloc(2 + 8)
  head.writeUInt8(version, 0)
  head.writeUInt8(keyId(key), 1)
  head.writeBigUInt64BE(BigInt(subscriberId), 2)
  return Buffer.concat([head, mac(key, purpose, head)]).toString('base64url')
}

/** The subscriber's id, or undefined for anything that these keys did not sign for this purpose. */
export function readSubscriberToken(keys: Keys, purpose: 'unsubscribe', token: string): number | undefined {
  if (!/^[A-Za-z0-9_-]{35}$/.test(token)) return undefined
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== tokenLength || bytes.toString('base64url') !== token || bytes[0] !== version) return undefined
  const head = bytes.subarray(0, 2 + 8)
  const given = bytes.subarray(2 + 8)
  const valid = keys
    .filter((key) => keyId(key) === bytes[1])
    .some((key) => timingSafeEqual(given, mac(key, purpose, head)))
  return valid ? Number(head.readBigUInt64BE(2)) : undefined
}

/**
 * The confirmation token of a request: made anew for every try of its mail, never stored.
 * 32 bytes as 43 characters.
 */
export function confirmationToken(keys: Keys, request: { id: number; nonce: Buffer }): string {
  return createHmac('sha256', subkey(keys[0], 'confirm'))
    .update(`${request.id}.`)
    .update(request.nonce)
    .digest('base64url')
}

/** What the database keeps of a confirmation token. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

function mac(key: string, purpose: string, head: Buffer): Buffer {
  return createHmac('sha256', subkey(key, purpose)).update(head).digest().subarray(0, macLength)
}

/** A key of its own for each purpose, so that no purpose's MAC says anything about another's. */
function subkey(key: string, purpose: string): Buffer {
  return createHmac('sha256', key).update(`daily-papers/${purpose}`).digest()
}

function keyId(key: string): number {
  return createHash('sha256').update(`daily-papers/key-id/${key}`).digest().readUInt8(0)
}
