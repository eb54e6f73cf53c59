import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { subkey } from './subkeys.ts'
import type { Keys } from './tokens.ts'

/** What a request's link does: begin a subscription, or open the account. */
export type RequestPurpose = 'confirm' | 'account'

/** The row that a link stands for. Its id and nonce make the link, together with a key that is in no database. */
export interface Request {
  id: number
  nonce: Buffer
}

export function newNonce(): Buffer {
  return randomBytes(16)
}

/**
 * The token of a request's link: an HMAC over its id and nonce, so that every try of its mail and
 * a reminder write the same one and nothing that opens it is stored. 32 bytes as 43 characters.
 */
export function requestToken([key]: Keys, purpose: RequestPurpose, request: Request): string {
  return mac(key, purpose, request).toString('base64url')
}

/** What the database keeps of a token. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** The token that has this hash: also after a rotation, when another key signs. Undefined where its key is gone. */
export function tokenOfHash(
  keys: Keys,
  purpose: RequestPurpose,
  request: Request & { tokenHash: Buffer }
): string | undefined {
  return keys
    .map((key) => requestToken([key], purpose, request))
    .find((token) => timingSafeEqual(tokenHash(token), request.tokenHash))
}

/**
 * The six digits of a request, for the page left open. Neither they nor a hash of them is stored:
 * a million hashes are tried in a second.
 */
export function requestCode([key]: Keys, request: Request): string {
  // Of 48 bits, so that no code is likelier than another by more than one in 2^28.
  return String(mac(key, 'code', request).readUIntBE(0, 6) % 1_000_000).padStart(6, '0')
}

/** Whether these are the digits of a request, in constant time. */
export function isRequestCode(keys: Keys, request: Request, typed: string): boolean {
  const given = tokenHash(typed)
  const matches = keys.map((key) => timingSafeEqual(given, tokenHash(requestCode([key], request))))
  return matches.includes(true)
}

function mac(key: string, purpose: string, { id, nonce }: Request): Buffer {
  return createHmac('sha256', subkey(key, purpose)).update(`${id}.`).update(nonce).digest()
}
