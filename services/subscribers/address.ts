import { domainToASCII } from 'node:url'
import validator from 'validator'
import { mistake } from '../mail/words/mistake.ts'
import type { AppError } from '../platform/errors.ts'

export interface Address {
  /** What goes into the envelope: the local part as typed, the domain as lower-case A-label. */
  address: string
  /** One person, one row: the whole address in lower case. */
  key: string
}

/**
 * What names of hosts are written with, in any script. domainToASCII reads a URL's host: it takes out
 * line breaks, decodes percent signs and drops a path, so that another address would be stored than was typed.
 */
const domainSigns = /^(?:[\p{L}\p{M}\p{N}.\u3002\uFF0E\uFF61-]|\u200C|\u200D)+$/u

/**
 * Reads one addr-spec. Stricter than RFC 5322 on purpose: no quotes, comments, groups or
 * lists, because Nodemailer takes a second recipient from any of them, and no letters
 * beyond ASCII before the @, which most relays cannot carry.
 * Throws ADDRESS_INVALID with a sentence for the person who typed it.
 */
export function parseAddress(text: string): Address {
  if (text.length > 1000) throw mistake('ADDRESS_INVALID', 'address.long')
  // A lone surrogate makes encodeURI, and with it the validator, throw.
  if (/\p{Surrogate}/u.test(text)) throw notAnAddress()
  const typed = text
    .replaceAll(/^[\s\u200B\u2060\uFEFF]+|(?<![\s\u200B\u2060\uFEFF])[\s\u200B\u2060\uFEFF]+$/g, '')
    .normalize('NFC')
  if (typed === '') throw mistake('ADDRESS_INVALID', 'address.empty')
  if (typed.length > 254) throw mistake('ADDRESS_INVALID', 'address.long')
  const at = typed.lastIndexOf('@')
  if (at < 1) throw notAnAddress()
  const local = typed.slice(0, at)
  if (!domainSigns.test(typed.slice(at + 1))) throw notAnAddress()
  const domain = domainToASCII(typed.slice(at + 1)).toLowerCase()
  if (/[^\u0021-\u007e]/.test(local) && validator.isEmail(`${local}@example.org`, { allow_utf8_local_part: true })) {
    throw mistake('ADDRESS_INVALID', 'address.letters')
  }
  const address = `${local}@${domain}`
  if (!/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+$/.test(local) || !validator.isEmail(address)) {
    throw notAnAddress()
  }
  return { address, key: address.toLowerCase() }
}

function notAnAddress(): AppError {
  return mistake('ADDRESS_INVALID', 'address.odd')
}

/** `ada@example.org` -> `a••@example.org`: enough for its owner, little for anybody else. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, 1)}••${address.slice(at)}`
}

/**
 * One mailbox, one budget: without the tag after a plus, at Gmail also without the dots. For
 * counting only: two people whose addresses fold into one are still two subscribers.
 */
export function canonicalKey(key: string): string {
  const at = key.lastIndexOf('@')
  const domain = key.slice(at + 1)
  const local = key.slice(0, at).replace(/(?<=.)\+.*/s, '')
  return gmail.has(domain) ? `${local.replaceAll('.', '')}@gmail.com` : `${local}@${domain}`
}

const gmail = new Set(['gmail.com', 'googlemail.com'])
