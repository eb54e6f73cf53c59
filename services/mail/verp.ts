import { createHmac, timingSafeEqual } from 'node:crypto'
import { subkey } from '../platform/subkeys.ts'
import type { Keys } from '../platform/tokens.ts'

/** A mail by its ledger, its edition's or its own id, and its subscriber's, 0 where it is to none. */
export interface MailName {
  ledger: 'deliveries' | 'notices'
  key: number
  subscriberId: number
}

const ledgers = ['deliveries', 'notices'] as const
const macLength = 8
// Ledger 1, key 8, subscriber 8, MAC 8: 25 bytes are 40 characters of base32 without one to spare.
const nameLength = 17
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/**
 * Returns what makes a mail's own envelope sender, `b+...@domain`: a bounce to it names the mail, and
 * nobody without the key can make one up. In base32 because some hosts fold the case; 42 octets of the
 * 64 that a local part may have. The same at every try.
 */
export function verpWriter([key]: Keys, domain: string): (mail: MailName) => string {
  const own = subkey(key, 'verp')
  return ({ ledger, key: id, subscriberId }) => {
    const name = Buffer.alloc(nameLength)
    name.writeUInt8(ledgers.indexOf(ledger) + 1, 0)
    name.writeBigUInt64BE(BigInt(id), 1)
    name.writeBigUInt64BE(BigInt(subscriberId), 9)
    return `b+${toBase32(Buffer.concat([name, mac(own, name)]))}@${domain}`
  }
}

/** The mail that an address in any case names; undefined for anything that none of the keys made. */
export function readVerp(keys: Keys, address: string): MailName | undefined {
  const text = /^b\+([a-z2-7]{40})@/i.exec(address)?.[1]
  if (text === undefined) return undefined
  const bytes = fromBase32(text.toLowerCase())
  const name = bytes.subarray(0, nameLength)
  const given = bytes.subarray(nameLength)
  // Every key is tried, so that the time says nothing about which one it was.
  const made = keys.map((key) => timingSafeEqual(given, mac(subkey(key, 'verp'), name)))
  const ledger = ledgers[name.readUInt8(0) - 1]
  if (!made.includes(true) || ledger === undefined) return undefined
  return { ledger, key: Number(name.readBigUInt64BE(1)), subscriberId: Number(name.readBigUInt64BE(9)) }
}

function mac(own: Buffer, name: Buffer): Buffer {
  return createHmac('sha256', own).update(name).digest().subarray(0, macLength)
}

function toBase32(bytes: Buffer): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 5) {
    const high = bytes.readUInt8(at)
    const low = bytes.readUInt32BE(at + 1)
    text += `${char(high >> 3)}${char((high << 2) | (low >>> 30))}`
    for (const shift of [25, 20, 15, 10, 5, 0]) text += char(low >>> shift)
  }
  return text
}

function char(bits: number): string {
  return alphabet.charAt(bits & 31)
}

/** `text` has a multiple of eight characters, all of the alphabet. */
function fromBase32(text: string): Buffer {
  const bytes = Buffer.alloc((text.length / 8) * 5)
  for (let at = 0; at < text.length; at += 8) {
    // 40 bits: more than the operators on bits have, less than a number holds exactly.
    let bits = 0
    for (let place = at; place < at + 8; place++) bits = bits * 32 + alphabet.indexOf(text.charAt(place))
    bytes.writeUIntBE(bits, (at / 8) * 5, 5)
  }
  return bytes
}
