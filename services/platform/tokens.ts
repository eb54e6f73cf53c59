import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { subkey } from './subkeys.ts'

/**
 * Signed tokens: `version 1 | key id 1 | what it is for 8 | HMAC-SHA256, first 16 bytes`,
 * 26 bytes as 35 characters of base64url (Fastify refuses path parameters over 100). The
 * HMAC covers the purpose, so a token for one thing never opens another. Mails signed with
 * an older key keep working while it is listed.
 */
const version = 1
const macLength = 16
const subjectLength = 8
const tokenLength = 2 + subjectLength + macLength
const dayMs = 24 * 60 * 60_000

/** SECRET_KEY: the first signs, all verify. */
export type Keys = readonly [string, ...string[]]

/** What a link in a mail lets its reader do. */
export type SubscriberPurpose = 'unsubscribe' | 'preferences' | 'not-me'

/** Names a subscriber by the id; it does not expire. */
export function signSubscriberToken(keys: Keys, purpose: SubscriberPurpose, subscriberId: number): string {
  const subject = Buffer.alloc(subjectLength)
  subject.writeBigUInt64BE(BigInt(subscriberId))
  return sign(keys, purpose, subject)
}

/** The subscriber's id, or undefined for anything that these keys did not sign for this purpose. */
export function readSubscriberToken(keys: Keys, purpose: SubscriberPurpose, token: string): number | undefined {
  const subject = open(keys, purpose, token)
  return subject === undefined ? undefined : Number(subject.readBigUInt64BE())
}

/** Names a feed day (YYYY-MM-DD) until `expiresAt`, which counts in whole seconds. */
export function signDraftToken(keys: Keys, { day, expiresAt }: { day: string; expiresAt: Date }): string {
  const subject = Buffer.alloc(subjectLength)
  subject.writeUInt32BE(Date.parse(`${day}T00:00:00Z`) / dayMs, 0)
  subject.writeUInt32BE(Math.floor(expiresAt.getTime() / 1000), 4)
  return sign(keys, 'draft', subject)
}

/** The feed day, or undefined for anything that these keys did not sign for a draft and what has expired. */
export function readDraftToken(keys: Keys, token: string, now: Date): string | undefined {
  const subject = open(keys, 'draft', token)
  if (subject === undefined || subject.readUInt32BE(4) * 1000 <= now.getTime()) return undefined
  return new Date(subject.readUInt32BE(0) * dayMs).toISOString().slice(0, 10)
}

function sign(keys: Keys, purpose: string, subject: Buffer): string {
  const [key] = keys
  const head = Buffer.concat([Buffer.of(version, keyId(key)), subject])
  return Buffer.concat([head, mac(key, purpose, head)]).toString('base64url')
}

function open(keys: Keys, purpose: string, token: string): Buffer | undefined {
  if (!/^[A-Za-z0-9_-]{35}$/.test(token)) return undefined
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== tokenLength || bytes.toString('base64url') !== token || bytes[0] !== version) return undefined
  const head = bytes.subarray(0, 2 + subjectLength)
  const given = bytes.subarray(2 + subjectLength)
  const valid = keys
    .filter((key) => keyId(key) === bytes[1])
    .some((key) => timingSafeEqual(given, mac(key, purpose, head)))
  return valid ? head.subarray(2) : undefined
}

/** When a sign-up form was shown, in milliseconds; whoever fills it in sends this back. */
export function signFormStamp(keys: Keys, shownAt: Date): string {
  const subject = Buffer.alloc(subjectLength)
  subject.writeBigUInt64BE(BigInt(shownAt.getTime()))
  return sign(keys, 'form', subject)
}

export function readFormStamp(keys: Keys, stamp: string): Date | undefined {
  const subject = open(keys, 'form', stamp)
  return subject === undefined ? undefined : new Date(Number(subject.readBigUInt64BE()))
}

function mac(key: string, purpose: string, head: Buffer): Buffer {
  return createHmac('sha256', subkey(key, purpose)).update(head).digest().subarray(0, macLength)
}

const keyIds = new Map<string, number>()

function keyId(key: string): number {
  const known = keyIds.get(key)
  if (known !== undefined) return known
  const id = createHash('sha256').update(`daily-papers/key-id/${key}`).digest().readUInt8(0)
  keyIds.set(key, id)
  return id
}
